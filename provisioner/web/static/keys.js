"use strict";
// Single keys save a trip with the mouse. Each belongs to a button or link that is seen, or to the next and previous
// row of a list; they work outside fields, never with Ctrl, Alt or Meta, and can be switched off.

const NO_LETTERS = ":not([type=radio]):not([type=checkbox])";
const FIELDS = `input${NO_LETTERS}, select, textarea, [contenteditable]`;
const KEYED = "[aria-keyshortcuts]";
const STEPS = { j: 1, k: -1 };

function keysAreOn() {
  return localStorage.getItem("keys") !== "off";
}

const nameOf = (one) => one.getAttribute("aria-keyshortcuts").toLowerCase();
const isSeen = (one) => one.getClientRects().length > 0;
const rows = () => all("table.list th[scope=row] a").filter(isSeen);

function keys() {
  // Single keys can be in the way of speech input, so they can be switched off (WCAG 2.1.4).
  document.addEventListener("keydown", (event) => {
    if (!keysAreOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (find("dialog[open]")) return;
    const pressed = event.key.toLowerCase();
    if (pressed === "escape" && leaveFold(event)) return;
    if (event.target.closest(FIELDS)) return;
    const target = all(KEYED, meant(event.target)).filter(isSeen).find((one) => nameOf(one) === pressed);
    if (target) {
      event.preventDefault();
      press(target);
    } else if (STEPS[pressed] && !event.target.form) {
      step(STEPS[pressed]);
    }
  });
}

function meant(target) {
  // Who answers a question of a form means that form: a key must not lead away from it.
  return (target.matches("input") || target.closest("form.entry")) && target.form ? target.form : document;
}

function press(target) {
  // A key opens or leads somewhere; what decides a case (`data-confirmed`) it only points at, and Enter confirms.
  if (target.matches("input")) target.select();
  else if (target.matches("[data-confirmed]")) target.focus();
  else if (target.matches("summary")) openFold(target.parentElement);
  else target.click();
}

function openFold(fold) {
  fold.open = true;
  const first = find("textarea, select, input:not([type=hidden]), button", fold);
  if (first) first.focus();
}

function leaveFold(event) {
  const fold = event.target.closest("details.decision[open]");
  if (!fold) return false;
  event.preventDefault();
  fold.open = false;
  find("summary", fold).focus();
  return true;
}

function step(by) {
  const links = rows();
  const next = links[Math.max(0, links.indexOf(document.activeElement) + by)];
  if (next) next.focus();
}

function keySwitch() {
  const line = find("[data-keys]");
  if (!line) return;
  const show = () => {
    find("[data-keys-on]", line).hidden = !keysAreOn();
    find("[data-keys-off]", line).hidden = keysAreOn();
    all("[data-key-hint]").forEach((one) => { one.hidden = !keysAreOn(); });
  };
  all("[data-keys-switch]", line).forEach((button) => button.addEventListener("click", () => {
    localStorage.setItem("keys", button.dataset.keysSwitch);
    show();
    find("span:not([hidden]) [data-keys-switch]", line).focus();
  }));
  line.hidden = false;
  show();
}

function keyList() {
  const list = find("[data-keys-list]");
  if (!list) return;
  find("[data-keys-show]").addEventListener("click", () => {
    const known = all(KEYED).filter(isSeen).map((one) => [one.getAttribute("aria-keyshortcuts"), said(one)]);
    if (rows().length) known.push(["J", list.dataset.nextRow], ["K", list.dataset.previousRow]);
    find("[data-keys-rows]", list).replaceChildren(...known.flatMap(([key, text]) => [keyCap(key), wordsOf(text)]));
    list.showModal();
  });
  find("[data-keys-close]", list).addEventListener("click", () => list.close());
}

function said(one) {
  const label = one.labels && one.labels.length ? one.labels[0] : one;
  const copy = label.cloneNode(true);
  all("kbd, svg, .count, .hidden-text", copy).filter(() => label === one).forEach((extra) => extra.remove());
  return copy.textContent.replace("…", "").trim();
}

function keyCap(key) {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.textContent = key.length === 1 ? key.toUpperCase() : key.replace("Escape", "Esc").replace("Control", "Ctrl");
  term.append(cap);
  return term;
}

function wordsOf(text) {
  const words = document.createElement("dd");
  words.textContent = text;
  return words;
}

document.addEventListener("DOMContentLoaded", () => {
  keys();
  keySwitch();
  keyList();
});

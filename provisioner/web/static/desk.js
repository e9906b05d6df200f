"use strict";
// Everything works without this file; with it, errors get the focus, fields that do not apply disappear and a few
// single keys save a trip with the mouse.

const find = (selector, root = document) => root.querySelector(selector);
const NO_LETTERS = ":not([type=radio]):not([type=checkbox])";
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

function focusErrors() {
  const summary = find("[data-summary]");
  if (summary) summary.focus();
}

function followChoices() {
  const parts = all("[data-when]");
  const show = () => {
    for (const part of parts) {
      const [name, value] = part.dataset.when.split("=");
      const chosen = find(`input[name="${name}"]:checked`);
      part.hidden = Boolean(chosen) && !value.split("|").includes(chosen.value);
      if (part.hidden) all("input[type=checkbox]", part).forEach((box) => { box.checked = false; });
    }
  };
  document.addEventListener("change", show);
  show();
}

function hideReplacements() {
  all("[data-without-script]").forEach((one) => { one.hidden = true; });
}

function showPrinting() {
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

function once() {
  // A second click must not send the form twice; the server would notice, but the person would wonder.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", mayBeSent);
}

function mayBeSent() {
  all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
}

function warnBeforeLeaving() {
  // What is typed and not yet sent is lost by a link, a reload or Back; the browser asks, in its own words.
  // So it is by another form of the page, as the button that takes back what was saved before.
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form.entry, .decision form");
    if (form) typed.add(form);
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (!typed.size) return;
    event.preventDefault();
    // Runs once the question is answered: whoever stays can press the same button again.
    setTimeout(mayBeSent, 0);
  });
}

function keysAreOn() {
  return localStorage.getItem("keys") !== "off";
}

function keys() {
  // Single keys can be in the way of speech input, so they can be switched off (WCAG 2.1.4).
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest(`input${NO_LETTERS}, select, textarea, [contenteditable]`);
    if (typing || !keysAreOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const pressed = event.key.toLowerCase();
    // Who answers a question of a form means that form: a key must not lead away from it.
    const meant = event.target.form || document;
    const target = all("[aria-keyshortcuts]", meant).find((one) => one.getAttribute("aria-keyshortcuts").toLowerCase() === pressed);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.select();
    else target.click();
  });
}

function keySwitch() {
  const line = find("[data-keys]");
  if (!line) return;
  const show = () => {
    find("[data-keys-on]", line).hidden = !keysAreOn();
    find("[data-keys-off]", line).hidden = keysAreOn();
    all("[data-key-hint]").forEach((hint) => { hint.hidden = !keysAreOn(); });
  };
  all("[data-keys-switch]", line).forEach((button) => button.addEventListener("click", () => {
    localStorage.setItem("keys", button.dataset.keysSwitch);
    show();
    find("span:not([hidden]) button", line).focus();
  }));
  line.hidden = false;
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  focusErrors();
  followChoices();
  hideReplacements();
  showPrinting();
  once();
  warnBeforeLeaving();
  keys();
  keySwitch();
});

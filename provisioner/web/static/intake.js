"use strict";
// Keying in papers, loaded after desk.js: the rail follows what is typed, one key answers the clauses that have no
// answer, another one saves and goes on to the next paper. Everything works without this file, by buttons.

const FIVE_MINUTES = 300000;
const ONE_SECOND = 1000;
const TEN_SECONDS = 10000;
const KEPT = 204;
const NOTHING_TO_KEEP = 200;
const CHANGED_ELSEWHERE = 409;
const SCANNED = /w1[0-9a-x]{30,}$/i;

function typedIn(form) {
  // A file that is chosen is sent by its own button, not with every letter that is typed.
  const typed = new FormData(form);
  typed.delete("scans");
  return typed;
}

function followTyping() {
  const form = find("form[data-preview]");
  const rail = find("#rail");
  if (!form || !rail) return;
  let timer = 0;
  let latest = 0;
  const ask = async () => {
    const turn = ++latest;
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: typedIn(form), redirect: "error" });
      const text = await answer.text();
      if (answer.ok && turn === latest) {
        rail.innerHTML = text;
        showOffers(rail);
      }
    } catch {
      // No answer: the rail keeps what it shows, the button still works.
    }
  };
  let asked = Date.now();
  form.addEventListener("input", (event) => {
    // Whoever types is not idle: asking now and then keeps the session from timing out over a long form.
    const due = Date.now() - asked > FIVE_MINUTES;
    if (!due && !event.target.matches("[data-counts]")) return;
    asked = Date.now();
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
}

function showOffers(rail) {
  showKeys();
  const town = find("#town");
  const offer = find("button[value=town]", rail);
  town.placeholder = offer ? `${offer.dataset.take} ↓` : "";
  const said = find("[data-said]");
  const now = all("[data-say]", rail).map((one) => one.textContent).join(" ");
  if (said && said.textContent !== now) said.textContent = now;
}

function take(offer) {
  const field = find(`#${offer.value}`);
  const again = find(`#${offer.value}_again`);
  if (again && again.value === field.value) again.value = offer.dataset.take;
  field.value = offer.dataset.take;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function takeOffers() {
  document.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-take]");
    if (!offer) return;
    event.preventDefault();
    take(offer);
  });
  find("#town").addEventListener("keydown", (event) => {
    const offer = find("#rail button[value=town]");
    if (event.key !== "ArrowDown" || event.target.value || !offer) return;
    event.preventDefault();
    take(offer);
  });
}

function keepDraft() {
  const form = find("form[data-draft]");
  if (!form) return;
  let timer = 0;
  let changed = false;
  let sending = null;
  const ask = (more) => fetch(form.dataset.draft, { method: "POST", body: typedIn(form), redirect: "error", ...more });
  const send = async () => {
    // One after another, so that an older state never comes in after a newer one.
    if (sending || !changed || form.dataset.sent) return;
    [sending, changed] = [new AbortController(), false];
    const status = await ask({ signal: sending.signal }).then((answer) => answer.status, () => 0);
    sending = null;
    find("[data-draft-kept]").hidden = status !== KEPT;
    find("[data-draft-elsewhere]").hidden = status !== CHANGED_ELSEWHERE;
    if (changed) later(ONE_SECOND);
    else if (![KEPT, NOTHING_TO_KEEP, CHANGED_ELSEWHERE].includes(status)) later(TEN_SECONDS);
  };
  const later = (wait) => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  form.addEventListener("input", () => later(ONE_SECOND));
  // Whoever leaves within the second has typed it all the same, and an answer that is still awaited may never come.
  window.addEventListener("pagehide", () => {
    if (!(changed || sending) || form.dataset.sent) return;
    if (sending) sending.abort();
    ask({ keepalive: true }).catch(() => {});
  });
}

function answerAll() {
  const button = find("button[name=all_yes]");
  if (!button) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const yes = all("input[name^=clause-][value=accepted], input[name=regulamin_signed][value=yes]", button.form);
    // An answer that was given before stays: it is what the paper says.
    const open = yes.filter((one) => !find(`input[name="${one.name}"]:checked`, button.form));
    open.forEach((one) => { one.checked = true; });
    button.form.dispatchEvent(new Event("input", { bubbles: true }));
    const said = find("[data-all-answered]");
    said.textContent = said.dataset.allAnswered;
  });
}

function saveAndNext() {
  const button = find("button[name=next]");
  if (!button) return;
  button.form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.repeat || event.isComposing || !keysAreOn()) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
}

function readCodes() {
  const field = find("#paper_code");
  if (!field) return;
  const button = find("button[name=fill]");
  field.form.addEventListener("keydown", (event) => {
    // A scanner ends with Enter, in whichever field the focus was when somebody scanned.
    const typed = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !typed.matches("input[type=text], textarea")) return;
    if (typed !== field) {
      const scanned = typed.value.match(SCANNED);
      if (!scanned) return;
      field.value = scanned[0];
      typed.value = typed.value.replace(SCANNED, "");
    }
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit(button);
  });
}

function showKeys() {
  all("[data-with-script]").forEach((one) => { one.hidden = false; });
}

document.addEventListener("DOMContentLoaded", () => {
  followTyping();
  keepDraft();
  takeOffers();
  answerAll();
  saveAndNext();
  readCodes();
  showKeys();
});

"use strict";
// Everything works without this file; with it, errors get the focus and fields that do not apply disappear.

const find = (selector, root = document) => root.querySelector(selector);
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

function leavesThePage(event) {
  // A button that opens its answer in another tab, as the customer's copy, leaves the form to be sent later.
  return !(event.submitter && event.submitter.formTarget);
}

function once() {
  // A second click must not send the form twice; the server would notice, but the person would wonder.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset || !leavesThePage(event)) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", mayBeSent);
}

function forgetErrors() {
  // The answer to such a form may be a file: the page then stays, and must not tell of what was corrected.
  document.addEventListener("submit", (event) => {
    const summary = find("#summary");
    if (!summary || !("again" in event.target.dataset)) return;
    summary.remove();
    document.title = document.title.replace(/^[^:]+: /, "");
    all(".error", event.target).forEach((error) => error.remove());
    all(".wrong", event.target).forEach((field) => field.classList.remove("wrong"));
    all("[aria-invalid]", event.target).forEach((field) => field.removeAttribute("aria-invalid"));
  });
}

function mayBeSent() {
  all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
}

function warnBeforeLeaving() {
  // What is typed and not yet sent is lost by a link, a reload or Back; the browser asks, in its own words.
  // So it is by another form of the page, as the button that takes back what was saved before.
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form.entry, form[data-warned], .decision form");
    if (form) typed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (leavesThePage(event)) typed.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!typed.size) return;
    event.preventDefault();
    // Runs once the question is answered: whoever stays can press the same button again.
    setTimeout(mayBeSent, 0);
  });
}

document.addEventListener("DOMContentLoaded", () => {
  focusErrors();
  followChoices();
  hideReplacements();
  once();
  forgetErrors();
  warnBeforeLeaving();
});

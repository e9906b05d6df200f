// What Keycloak's own templates leave out and messages and styles cannot add. The pages work without it.

// An error stands under its field, or of a new password above both, but nothing ties them together for a screen reader.
function tieErrorsToFields() {
  const refusal = document.querySelector(".pf-vN-c-alert.pf-m-danger");
  if (refusal) {
    refusal.id ||= "refusal";
  }
  for (const field of document.querySelectorAll("main input[id]:not([type=hidden])")) {
    const described = [`input-error-container-${field.id}`].filter((id) => document.getElementById(id));
    if (field.id === "password-new" && document.getElementById("password-rules")) {
      described.unshift("password-rules");
    }
    if (refusal && field.id === "password-new") {
      described.unshift(refusal.id);
      field.setAttribute("aria-invalid", "true");
    }
    if (described.length > 0) {
      field.setAttribute("aria-describedby", described.join(" "));
    }
    if (field.getAttribute("aria-invalid") === "") {
      field.removeAttribute("aria-invalid");
    }
  }
}

// Both labels of the one-time-code set-up point to an id that does not exist.
function nameUnlabelledFields() {
  for (const field of document.querySelectorAll("#totp, #userLabel")) {
    const label = field.closest(".pf-vN-c-form__group")?.querySelector("label");
    if (label && field.labels.length === 0) {
      label.htmlFor = field.id;
    }
  }
}

// Every page has the same title; people with many tabs, and screen readers, need to know which one it is.
function nameThePage() {
  const heading = document.getElementById("kc-page-title")?.textContent.trim();
  if (heading && heading !== document.title) {
    document.title = `${heading} – ${document.title}`;
  }
}

// The order of the page is the order of the Tab key.
function keepTabOrder() {
  for (const element of document.querySelectorAll("[tabindex]")) {
    if (element.tabIndex > 0) {
      element.removeAttribute("tabindex");
    }
  }
}

// Whoever resets a password wants a stranger out; the template leaves the box empty.
function endOtherSessionsByDefault() {
  const box = document.getElementById("logout-sessions");
  if (box) {
    box.checked = true;
  }
}

// A page without a heading of its own shows its one sentence twice, as heading and as text.
function sayItOnce() {
  const heading = document.getElementById("kc-page-title")?.textContent.trim();
  const sentence = document.querySelector("#kc-info-message > .instruction");
  if (sentence && sentence.textContent.trim() === heading) {
    sentence.remove();
  }
}

const RULES = {
  length: (value, wanted) => value.length >= wanted,
  letter: (value) => /\p{L}/u.test(value),
  digits: (value, wanted) => (value.match(/\d/g) ?? []).length >= wanted,
};

// What is pasted from a mail or a letter brings its spaces along. Logins, addresses and codes have none. A password keeps
// those inside it, unless it is a temporary one in its printed groups of four (letters and digits that look like no other).
const GROUPS = /^(?:[a-hj-km-np-z2-9]{4}\s+){2,}[a-hj-km-np-z2-9]{1,4}$/;
const WITHOUT_SPACES = ["username", "otp", "totp"];

function withoutSpaces(text) {
  return text.replace(/[\s\u200b]+/g, "");
}

function tidyPassword(text) {
  const password = text.replace(/^[\s\u200b]+|[\s\u200b]+$/g, "");
  return GROUPS.test(password) && /[a-z]/.test(password) && /\d/.test(password) ? withoutSpaces(password) : password;
}

function tidyBeforeSending() {
  const fields = [...document.querySelectorAll("main form input")];
  // Found now: the eye beside a password turns it into a field of plain text.
  const passwords = fields.filter((field) => field.type === "password");
  const plain = fields.filter((field) => WITHOUT_SPACES.includes(field.id));
  document.addEventListener("submit", () => {
    for (const field of passwords) {
      field.value = tidyPassword(field.value);
    }
    for (const field of plain) {
      field.value = withoutSpaces(field.value);
    }
  }, true);
}

// The list of rules ticks itself while the password is typed.
function tickRules() {
  const field = document.getElementById("password-new");
  const rules = document.querySelectorAll("#password-rules [data-rule]");
  field?.addEventListener("input", () => {
    for (const rule of rules) {
      rule.toggleAttribute("data-met", RULES[rule.dataset.rule](tidyPassword(field.value), Number(rule.dataset.value)));
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  tieErrorsToFields();
  nameUnlabelledFields();
  nameThePage();
  sayItOnce();
  keepTabOrder();
  endOtherSessionsByDefault();
  tickRules();
  tidyBeforeSending();
});

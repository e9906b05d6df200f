// What the console leaves out and messages and styles cannot add. React draws the pages, so each drawing is mended anew.

const WORDS = {
  pl: { more: "Więcej", name: "Nazwa" },
  en: { more: "More", name: "Name" },
};
const TITLES = window.deskTitles ?? {};
const fallback = document.title;

function language() {
  return document.documentElement.lang.slice(0, 2);
}

function words() {
  return WORDS[language()] ?? WORDS.en;
}

// Menus that are three dots have no name.
function nameBareButtons() {
  for (const button of document.querySelectorAll("button.pf-vN-c-menu-toggle.pf-m-plain:not([aria-label])")) {
    if (button.textContent.trim() === "") {
      button.setAttribute("aria-label", words().more);
    }
  }
}

// The title is the same on every page; the header has a mark and no name. The style sheet writes the name beside the mark.
function nameThePage() {
  const service = TITLES[language()] ?? fallback;
  const heading = document.querySelector("main h1")?.textContent.trim();
  const title = heading ? `${heading} – ${service}` : service;
  if (document.title !== title) {
    document.title = title;
  }
  document.documentElement.style.setProperty("--service", JSON.stringify(service));
}

// The three pages stand in a row under the header at every width; the console thinks them folded away on small screens.
function keepNavigationInReach() {
  const sidebar = document.querySelector(".pf-vN-c-page__sidebar");
  sidebar?.removeAttribute("aria-hidden");
  for (const link of sidebar?.querySelectorAll("a[tabindex='-1']") ?? []) {
    link.removeAttribute("tabindex");
  }
}

// The mark leads to the server's root, which is the administrators'.
function leadTheMarkHome() {
  const mark = document.querySelector("a.pf-vN-c-masthead__brand, a.pf-vN-c-masthead__logo");
  const home = document.querySelector(".pf-vN-c-page__sidebar a")?.getAttribute("href");
  if (mark && home && mark.getAttribute("href") !== home) {
    mark.setAttribute("href", home);
  }
}

// A field cuts what is longer than itself; the style sheet shows what is written beside it.
function showWholeValues() {
  for (const field of document.querySelectorAll(".pf-vN-c-form-control > input:disabled")) {
    if (field.value !== "") {
      field.parentElement.dataset.said = field.value;
    }
  }
}

// A company has one name: it stands in the first name's field, and there is no surname to show.
function callACompanyByItsName() {
  const first = document.getElementById("firstName");
  const last = document.getElementById("lastName");
  const group = last?.closest(".pf-vN-c-form__group");
  if (!first || !group || !last.disabled || first.value === "") {
    return;
  }
  group.hidden = last.value === "";
  const label = document.querySelector("label[for='firstName'] .pf-vN-c-form__label-text");
  if (label && group.hidden && label.textContent !== words().name) {
    label.firstChild.nodeValue = words().name;
  }
}

function mend() {
  nameBareButtons();
  nameThePage();
  keepNavigationInReach();
  leadTheMarkHome();
  fillIn();
}

function fillIn() {
  showWholeValues();
  callACompanyByItsName();
}

// Fields get their values after they are drawn, which no observer sees.
new MutationObserver(() => {
  mend();
  requestAnimationFrame(fillIn);
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-hidden"] });
mend();

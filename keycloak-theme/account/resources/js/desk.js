// What the console leaves out and messages and styles cannot add: names of bare buttons, and of the page in the title.

const MORE = { pl: "Więcej", en: "More" };
const TITLES = window.deskTitles ?? {};
const fallback = document.title;

function mend() {
  const language = document.documentElement.lang.slice(0, 2);
  for (const button of document.querySelectorAll("button.pf-v5-c-menu-toggle.pf-m-plain:not([aria-label])")) {
    if (button.textContent.trim() === "") {
      button.setAttribute("aria-label", MORE[language] ?? MORE.en);
    }
  }
  const service = TITLES[language] ?? fallback;
  const heading = document.querySelector("main h1")?.textContent.trim();
  const title = heading ? `${heading} – ${service}` : service;
  if (document.title !== title) {
    document.title = title;
  }
}

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();

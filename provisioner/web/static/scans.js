"use strict";
// Scans: files are dropped or pasted, pages shown one at a time, turned and enlarged. Without this file the field
// takes files all the same, and the pages stand one under the other.

const WIDTHS = [100, 150, 200, 300, 400];
const QUARTER = 90;
const A4 = 297 / 210;

function takeFiles() {
  const form = find("[data-scan-drop]");
  if (!form) return;
  const field = find("input[type=file]", form);
  all("[data-with-drop]", form).forEach((one) => { one.hidden = false; });
  const take = (event, given) => {
    if (!given || !given.files.length) return;
    event.preventDefault();
    field.files = given.files;
    find("button", form).focus();
  };
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => take(event, event.dataTransfer));
  document.addEventListener("paste", (event) => take(event, event.clipboardData));
}

function showPages() {
  const viewer = find("[data-scan-viewer]");
  if (!viewer) return;
  const pages = all("[data-scan-page]", viewer);
  const box = find(".scan-pages", viewer);
  const seen = { page: 0, width: 0, turned: 0 };
  const show = () => {
    pages.forEach((one, place) => { one.hidden = place !== seen.page; });
    find("[data-scan-place]", viewer).textContent = find("figcaption", pages[seen.page]).textContent;
    box.style.setProperty("--scan-width", `${WIDTHS[seen.width]}%`);
    box.dataset.turned = seen.turned;
    const { naturalWidth, naturalHeight } = find("img", pages[seen.page]);
    box.style.setProperty("--scan-ratio", naturalWidth ? naturalHeight / naturalWidth : A4);
    const [back, on] = all("[data-scan-step]", viewer);
    back.hidden = on.hidden = pages.length === 1;
    unable(back, seen.page === 0);
    unable(on, seen.page === pages.length - 1);
    const [larger, smaller] = all("[data-scan-zoom]", viewer);
    unable(larger, seen.width === WIDTHS.length - 1);
    unable(smaller, seen.width === 0);
  };
  const within = (number, most) => Math.min(Math.max(number, 0), most);
  viewer.addEventListener("click", (event) => {
    const { scanStep, scanZoom, scanTurn } = (event.target.closest("button") || {}).dataset || {};
    if (scanStep) seen.page = within(seen.page + Number(scanStep), pages.length - 1);
    if (scanZoom) seen.width = within(seen.width + Number(scanZoom), WIDTHS.length - 1);
    if (scanTurn !== undefined) seen.turned = (seen.turned + QUARTER) % (4 * QUARTER);
    if (scanStep) box.scrollTop = 0;
    show();
  });
  // A picture says how high it is once it is there.
  viewer.addEventListener("load", show, true);
  viewer.classList.add("one-page");
  find("[data-scan-tools]", viewer).hidden = false;
  show();
}

function unable(button, isUnable) {
  // It keeps the focus, so it is not switched off altogether.
  button.setAttribute("aria-disabled", isUnable);
}

document.addEventListener("DOMContentLoaded", () => {
  takeFiles();
  showPages();
});

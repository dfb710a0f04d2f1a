"use strict";
// Keys, zoom and the way to the box. Without this script every button still works.

const $ = (id) => document.getElementById(id);
const view = $("view"), sheet = $("sheet"), picture = $("picture"), box = $("box");
const KEYS = { d: "accept", m: "missing", b: "blank", u: "unreadable", x: "no-row", p: "back", n: "forth", r: "whole", a: "add",
  arrowleft: "page-back", arrowright: "page-forth" };
const LEAST = 1, MOST = 5;
let zoom = Number(sessionStorage.getItem("zoom")) || 1;

function remember(name, value) {
  try { sessionStorage.setItem(name, value); } catch { /* a full or forbidden storage */ }
}

function toBox() {
  if (!view || !box) return;
  const inner = box.getBoundingClientRect(), outer = view.getBoundingClientRect();
  view.scrollBy(
    inner.left - outer.left - (outer.width - inner.width) / 2,
    inner.top - outer.top - (outer.height - inner.height) / 2,
  );
}

function show(factor) {
  if (!sheet) return;
  zoom = Math.min(MOST, Math.max(LEAST, factor));
  sheet.style.width = `${zoom * 100}%`;
  // A finer picture once the coarse one would be blown up.
  if (zoom > 1.3 && picture.dataset.fine) picture.setAttribute("href", picture.dataset.fine);
  remember("zoom", String(zoom));
  toBox();
}

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select") !== null;
}

function edit() {
  const text = $("text");
  text.focus();
  text.select();
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (typing(target)) {
    if (event.key === "Escape") target.blur();
    if (event.key === "Enter" && !event.shiftKey && target.id === "text") {
      event.preventDefault();
      $("correct").click();
    }
    if (event.key === "Enter" && target.id === "who") event.preventDefault();
    return;
  }
  if (event.key === "Enter") {
    const own = target.closest("a, button, summary, input");
    const first = $("accept") || $("start");
    if (!own && first) { event.preventDefault(); first.click(); }
    return;
  }
  if ($("keys") && !$("keys").checked) return;
  const key = event.key.toLowerCase();
  if (key === "s" && $("text")) { event.preventDefault(); edit(); }
  else if (key === "z" && $("undo")) $("undo").requestSubmit();
  else if (key === "+" || key === "=") show(zoom * 1.3);
  else if (key === "-") show(zoom / 1.3);
  else if (key === "0") show(1);
  else if (KEYS[key] && $(KEYS[key])) $(KEYS[key]).click();
}

document.addEventListener("keydown", pressed);
// Two quick presses are one answer.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
// Coming back by the browser's own button shows a page that may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
for (const [id, factor] of [["zoom-in", 1.3], ["zoom-out", 1 / 1.3]]) {
  $(id)?.addEventListener("click", () => show(zoom * factor));
}
$("zoom-reset")?.addEventListener("click", () => show(1));
if (picture?.dataset.ahead) {
  // The next page's picture is rendered while this one is read.
  window.addEventListener("load", () => { new Image().src = picture.dataset.ahead; });
}

const keys = $("keys");
if (keys) {
  keys.checked = sessionStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => remember("keys", keys.checked ? "on" : "off"));
}
if (sheet) show(zoom); else toBox();

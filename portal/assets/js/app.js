// The portal's one script. Everything works without it; it only spares a reload or a click.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./disclosure.js";
import "./idle.js";

// A strict CSP: htmx may neither evaluate text nor inject a style element.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// The diagram viewer is large: only pages with a diagram load it.
const loadDiagrams = () => {
  if (document.querySelector("kartabl-diagram")) import("./bpmn-viewer.js");
};
loadDiagrams();
document.addEventListener("htmx:afterSwap", loadDiagrams);

// A second click on the same submit button sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

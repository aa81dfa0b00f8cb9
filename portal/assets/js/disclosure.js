// Menus and confirmations are <details>; here they also close by Escape and by a click elsewhere.
const open = () => document.querySelectorAll("details.menu[open], details.confirm[open]");

document.addEventListener("click", (event) => {
  for (const details of open()) {
    if (details.matches(".menu") && !details.contains(event.target)) details.open = false;
  }
  const close = event.target.closest("[data-close]");
  if (!close) return;
  const target = close.closest(close.dataset.close);
  if (target instanceof HTMLDetailsElement) {
    target.open = false;
    target.querySelector("summary").focus();
  } else {
    target?.remove();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of open()) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

// What must not be sent twice is sent by the first click only; coming back to the page allows it anew.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if ("sent" in form.dataset) event.preventDefault();
  form.dataset.sent = "";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

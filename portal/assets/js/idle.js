// Warns before the session ends for want of activity, and offers to go on.
const notice = document.getElementById("idle-notice");

if (notice) {
  const limit = Number(notice.dataset.seconds) * 1000;
  const warning = Math.min(120_000, limit / 4);
  let last = Date.now();
  const touch = async () => {
    const answer = await fetch(notice.dataset.url, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      last = Date.now();
      notice.hidden = true;
    } else {
      location.reload();
    }
  };
  notice.querySelector("button").addEventListener("click", touch);
  document.addEventListener("htmx:afterRequest", () => (last = Date.now()));
  setInterval(() => {
    const left = last + limit - Date.now();
    notice.hidden = left > warning;
    if (left < -5000) location.reload();
  }, 5000);
}

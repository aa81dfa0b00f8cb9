// Warns before the session ends for want of activity, and offers to go on. All windows share the time.
const KEY = "kartabl-last-seen";
const notice = document.getElementById("idle-notice");

if (notice) {
  const limit = Number(notice.dataset.seconds) * 1000;
  const warning = Math.min(120_000, limit / 4);
  let typed = false;
  const seen = () => localStorage.setItem(KEY, Date.now());
  const left = () => Number(localStorage.getItem(KEY)) + limit - Date.now();

  const goOn = async () => {
    const answer = await fetch(notice.dataset.url, { credentials: "same-origin" });
    if (answer.redirected) location.reload();
    seen();
    notice.hidden = true;
  };
  // What was typed is not thrown away: the server keeps it when it is sent after signing in again.
  const check = () => {
    notice.hidden = left() > warning;
    if (left() < -5000 && !typed) location.reload();
  };

  seen();
  notice.querySelector("button").addEventListener("click", goOn);
  document.addEventListener("input", () => (typed = true));
  document.addEventListener("htmx:afterRequest", seen);
  setInterval(check, 5000);
}

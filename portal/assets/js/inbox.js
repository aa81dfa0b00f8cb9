// Live inbox: says how many cases changed, and who else looks at a case. Without it, reloading shows the same.
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** Keeps a socket open for as long as the page is; waits longer after every failure. */
function listen(path, receive, wait = FIRST_WAIT) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${path}`);
  let opened = false;
  socket.addEventListener("open", () => (opened = true));
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    if (event.code >= 4400 && event.code < 4500) return;
    const next = opened ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    setTimeout(() => listen(path, receive, next), next);
  });
}

const digits = new Intl.NumberFormat(document.documentElement.lang);

const inbox = document.getElementById("inbox-live");
if (inbox) {
  const changed = new Set();
  listen(inbox.dataset.url, (message) => {
    if (message.type !== "changed") return;
    changed.add(message.key);
    const template = changed.size === 1 ? inbox.dataset.one : inbox.dataset.many;
    inbox.querySelector("span").textContent = template.replace("{count}", digits.format(changed.size));
    inbox.hidden = false;
  });
}

const presence = document.getElementById("case-presence");
if (presence) {
  const text = presence.querySelector("span");
  const refresh = presence.querySelector("a");
  listen(presence.dataset.url, (message) => {
    if (message.type === "changed") {
      text.textContent = presence.dataset.changed;
      refresh.hidden = false;
      presence.hidden = false;
    } else if (message.type === "presence" && refresh.hidden) {
      const template = message.names.length === 1 ? presence.dataset.one : presence.dataset.many;
      text.textContent = template.replace("{names}", message.names.join(presence.dataset.and));
      presence.hidden = !message.names.length;
    }
  });
}

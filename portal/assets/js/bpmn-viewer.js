// <kartabl-diagram data-xml-url data-path='["ids"]' data-current='[…]' data-incident='[…]' data-counts='{"id": 3}'>:
// the process diagram with the path taken. Attributes carry element ids; sequence flows count too.
// data-names='{"id": "name"}': names in the reader's language, drawn in place of those in the file.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("./bpmn-viewer.css", import.meta.url).href;
document.head.append(sheet);

const FONT = '"Vazirmatn", "Noto Sans", sans-serif';
const MARKERS = { path: "taken", current: "current", incident: "incident" };

class KartablDiagram extends HTMLElement {
  async connectedCallback() {
    if (this.viewer) return;
    this.viewer = new NavigatedViewer({ container: this, textRenderer: { defaultStyle: { fontFamily: FONT } } });
    this.viewer.on("import.parse.complete", ({ elementsById }) => elementsById && this.rename(elementsById));
    try {
      const answer = await fetch(this.dataset.xmlUrl, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      await document.fonts.ready;
      await this.viewer.importXML(await answer.text());
      this.show();
    } catch {
      this.fail();
    }
  }

  // Before anything is drawn, so that the viewer itself lays the new names out and wraps them.
  rename(elements) {
    const names = JSON.parse(this.dataset.names || "{}");
    for (const [id, name] of Object.entries(names)) {
      if (elements[id]) elements[id].name = name;
    }
    for (const { bpmnElement, label } of Object.values(elements)) {
      if (bpmnElement?.id in names && label?.bounds) this.widen(label.bounds, names[bpmnElement.id]);
    }
  }

  // The room beside a symbol was measured for the name in the file: a longer word must fit as well.
  widen(bounds, name) {
    const renderer = this.viewer.get("textRenderer");
    const style = renderer.getExternalStyle();
    const words = name.split(" ").map((word) => renderer.getDimensions(word, { style }).width);
    const more = Math.max(Math.ceil(Math.max(...words)) + 1 - bounds.width, 0);
    bounds.x -= more / 2;
    bounds.width += more;
  }

  show() {
    const canvas = this.viewer.get("canvas");
    const registry = this.viewer.get("elementRegistry");
    for (const [name, marker] of Object.entries(MARKERS)) {
      for (const id of JSON.parse(this.dataset[name] || "[]")) {
        if (registry.get(id)) canvas.addMarker(id, marker);
      }
    }
    this.count(registry);
    this.tools(canvas);
    this.fit(canvas);
    this.reveal(canvas, registry);
    this.dataset.ready = "true";
  }

  count(registry) {
    const overlays = this.viewer.get("overlays");
    const numerals = new Intl.NumberFormat(document.documentElement.lang);
    for (const [id, number] of Object.entries(JSON.parse(this.dataset.counts || "{}"))) {
      if (!registry.get(id)) continue;
      const mark = document.createElement("span");
      mark.className = "diagram__count";
      mark.textContent = numerals.format(number);
      overlays.add(id, { position: { top: -12, right: 14 }, html: mark });
    }
  }

  fit(canvas) {
    canvas.zoom("fit-viewport", "auto");
    canvas.zoom(Math.min(canvas.zoom() * 0.95, 1.1), "auto");
  }

  // On a narrow screen the sheet is wider than its window: bring the current step into sight.
  reveal(canvas, registry) {
    const [id] = [...JSON.parse(this.dataset.current || "[]"), ...JSON.parse(this.dataset.incident || "[]")];
    if (!id || !registry.get(id)) return;
    const box = canvas.getAbsoluteBBox(registry.get(id));
    const frame = this.parentElement;
    frame.scrollLeft = box.x + box.width / 2 - frame.clientWidth / 2;
  }

  tools(canvas) {
    const bar = document.createElement("div");
    bar.className = "diagram__tools";
    const actions = { "+": () => canvas.zoom(canvas.zoom() * 1.25), "−": () => canvas.zoom(canvas.zoom() / 1.25), "⤢": () => this.fit(canvas) };
    const labels = (this.dataset.labels || "Zoom in|Zoom out|Whole diagram").split("|");
    Object.entries(actions).forEach(([sign, action], index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", labels[index]);
      button.title = labels[index];
      button.addEventListener("click", action);
      bar.append(button);
    });
    this.append(bar);
  }

  fail() {
    const text = document.createElement("p");
    text.className = "alert alert--warning";
    text.dir = "auto";
    text.textContent = this.dataset.error || "The diagram could not be loaded. Reload the page.";
    this.replaceChildren(text);
    this.dataset.ready = "failed";
  }
}

customElements.define("kartabl-diagram", KartablDiagram);

// The loader: defines <amtsgang-app>, and fetches the app when the first one comes into a page.
// Placeholders in double underscores are filled by `cargo xtask build`.
const here = new URL('.', import.meta.url).href;
const at = (name) => new URL(name, here).href;

// Asks once for all elements of a page, and again only after a failure.
const once = (ask) => {
  let asked;
  return () => (asked ??= ask().catch((error) => {
    asked = undefined;
    throw error;
  }));
};

// Glue and module, checked against their hashes before a byte of them runs.
const load = once(async () => {
  const [glue, wasm] = [at('__GLUE__'), at('__WASM__')];
  const module = fetch(wasm, { integrity: '__WASM_INTEGRITY__' });
  await (await fetch(glue, { integrity: '__GLUE_INTEGRITY__' })).arrayBuffer();
  const app = await import(glue);
  const exports = await app.default({ module_or_path: module });
  return { app, exports };
});

// A part of the program that loads later. It shares memory and functions with the first module.
const part = (file, integrity) => once(async () => {
  const { exports } = await load();
  const answer = await fetch(at(file), { integrity, priority: 'low' });
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  await WebAssembly.instantiate(await answer.arrayBuffer(), { '~': exports });
});

// What a form being filled in does without, and what only some backends need.
const parts = {
  later: part('__LATER__', '__LATER_INTEGRITY__'),
  connect: part('__CONNECT__', '__CONNECT_INTEGRITY__'),
};

class AmtsgangApp extends HTMLElement {
  static observedAttributes = ['lang', 'backend', 'adapter', 'frame', 'jurisdiction', 'api-key', 'format', 'service', 'routing', 'base', 'languages', 'name'];
  #running;
  #root;
  #turn = 0;

  connectedCallback() {
    if (!this.#root) this.#start();
  }

  disconnectedCallback() {
    // An element that is only moved within the page goes on as it is.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#running || before === now) return;
    if (name === 'lang' && now) return this.#running.speak(now);
    this.#stop();
    this.#start();
  }

  #place() {
    const root = document.createElement('div');
    root.className = 'ag-app';
    if (this.getAttribute('shadow') === 'off') return [root, this, Promise.resolve()];
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.integrity = '__STYLE_INTEGRITY__';
    style.crossOrigin = 'anonymous';
    style.href = at('__STYLE__');
    const styled = new Promise((done) => (style.onload = style.onerror = done));
    shadow.replaceChildren(style, document.createElement('slot'));
    return [root, shadow, styled];
  }

  async #start() {
    const turn = ++this.#turn;
    const [root, parent, styled] = this.#place();
    this.#root = root;
    try {
      const [{ app }] = await Promise.all([load(), styled]);
      const running = await app.start(this, root, here, (name) => parts[name]());
      if (turn !== this.#turn) return running.unmount();
      this.#running = running;
      // Until now the element's own content stood there; it comes back when the app goes.
      if (parent === this) for (const child of this.children) child.hidden = true;
      parent.querySelector(':scope > slot')?.remove();
      parent.append(root);
      this.dispatchEvent(new CustomEvent('amtsgang:ready', { bubbles: true, composed: true }));
    } catch (error) {
      console.error('amtsgang:', error);
      this.dispatchEvent(new CustomEvent('amtsgang:error', { bubbles: true, composed: true }));
    }
  }

  #stop() {
    this.#turn++;
    this.#running?.unmount();
    this.#running = undefined;
    this.#root?.remove();
    this.#root = undefined;
    for (const child of this.children) child.hidden = false;
  }
}

customElements.get('amtsgang-app') ?? customElements.define('amtsgang-app', AmtsgangApp);

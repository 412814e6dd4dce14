// Measures in a page, the same way whoever wrote the page: from an event to the first moment after the frame in which
// what was waited for is there. A message that is posted in a frame's first step arrives when that frame has been painted.
(() => {
  if (window !== top) return;
  const { port1, port2 } = new MessageChannel();
  let after = [];
  port1.onmessage = () => after.splice(0).forEach((done) => done(performance.now()));
  const painted = () => new Promise((done) => requestAnimationFrame(() => (after.push(done), port2.postMessage(0))));
  const until = (holds) =>
    new Promise((done) => {
      const look = () => (holds() ? (after.push(done), port2.postMessage(0)) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    });

  // Where the memory of WebAssembly is: in whatever a module gets or gives.
  const memories = new Set();
  const note = (things) => Object.values(things ?? {}).forEach((thing) => thing instanceof WebAssembly.Memory && memories.add(thing));
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (source, imports) => {
      const result = await own.call(WebAssembly, source, imports);
      note((result.instance ?? result).exports);
      return result;
    };
  }

  const shown = (id) => document.getElementById(id)?.checkVisibility() ?? false;
  let next = null;
  let from = "";
  let ready = null;
  const begin = (event) => {
    if (!next || event.type !== from) return;
    const wait = next;
    next = null;
    const started = event.timeStamp;
    ready(wait().then((ended) => ended - started));
  };
  for (const type of ["keydown", "click"]) addEventListener(type, begin, true);
  // The time (ms) from the next event of this type until `holds` does.
  const expect = (type, wait) => {
    from = type;
    next = wait;
    window.benched = new Promise((done) => (ready = done));
  };

  window.bench = {
    // Goes to a form in a page that has been open for a while. The time from the moment in which its definition had
    // arrived until `last`, the last field, is painted.
    async rendered(address, definition, last) {
      await until(() => document.querySelector("h1"));
      await bench.quiet();
      location.hash = address;
      const ended = await until(() => document.getElementById(last));
      const entries = performance.getEntriesByType("resource").filter((entry) => entry.name.includes(definition));
      return ended - entries.at(-1).responseEnd;
    },
    key: () => expect("keydown", painted),
    toggle: (id) => expect("click", () => until(() => shown(id))),
    submit: (last, summary, count) =>
      expect("click", () =>
        until(
          () =>
            document.getElementById(last).getAttribute("aria-invalid") === "true" &&
            document.querySelectorAll(`${summary} li`).length === count,
        ),
      ),
    memory: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    // Nothing is to be done any more for some frames.
    async quiet() {
      await painted();
      await new Promise((done) => requestIdleCallback(done));
      await painted();
    },
    // What is estimated above may turn out otherwise, and then everything moves: until it stands still.
    async center(selector) {
      const element = document.querySelector(selector);
      for (let before = null, still = 0; still < 3; ) {
        element.scrollIntoView({ block: "center", behavior: "instant" });
        await painted();
        const { y } = element.getBoundingClientRect();
        still = y === before ? still + 1 : 0;
        before = y;
      }
    },
    place(selector) {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    },
  };
})();

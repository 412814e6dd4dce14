// The service worker of the app's own page: it keeps what a form needs, so that one that was opened once works without a network.
// Its address says what it serves: `page`, the path of the page (`below`: and every path below it), and `backend`.
// Placeholders in double underscores are filled by `cargo xtask build`.
const version = '__VERSION__';
const files = __FILES__;
const loader = `amtsgang.js?${version}`;

const { scope } = registration;
const asked = new URL(location).searchParams;
const page = new URL(asked.get('page'), scope).href;
const backend = asked.get('backend');

// One cache for the program of each version, one for what forms are made of, whatever the version.
const shells = `amtsgang-shell ${scope} `;
const shell = shells + version;
const kept = `amtsgang-kept ${scope}`;

// How long the network has, in milliseconds, where something is kept that serves as well.
const patience = 3000;
const mostEntries = 100;
const mostBytes = 4 << 20;

// What never changes under its name.
const isFile = ({ href }) => href.startsWith(scope) && /^amtsgang(-[0-9a-f]{16}\.\w+|\.js\?\w+)$/.test(href.slice(scope.length));

// What forms are made of. Nothing else is ever kept: no case, no attachment, no draft, nothing that asks for a code.
const isIngredient = ({ href }) => {
  const own = href.startsWith(scope) && /^(recipes|code-lists|demo|locales)\/[\w.-]+\.json$/.test(href.slice(scope.length));
  return own || (backend && href.startsWith(backend) && /^\/(services|(recipes|code-lists)\/[\w-]+)?$/.test(href.slice(backend.length)));
};

// A path without a file's ending may be a page of the app, where addresses are paths.
const isPage = ({ origin, pathname }) => {
  const { href } = new URL(pathname.replace(/index\.html$/, ''), origin);
  return href === page || (asked.has('below') && href.startsWith(page) && !pathname.split('/').pop().includes('.'));
};

const find = async (cache, key) => (await caches.open(cache)).match(key, { ignoreVary: true });

// Who was last given something kept, because the network had nothing.
const cutOff = new Set();
const tell = async (id) => (await clients.get(id))?.postMessage({ kept: cutOff.has(id) });

// Once everything was removed from the device, nothing is kept until the page is opened anew.
let forgotten = false;

// What an answer holds, unless it is too much.
const body = async (answer) => {
  const [pieces, reader] = [[], answer.body.getReader()];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces);
    size += value.length;
    if (size > mostBytes) return void reader.cancel();
    pieces.push(value);
  }
};

// Keeps an answer, if it is one that may be kept, and lets go of the oldest where there are too many.
const keep = async (name, key, answer) => {
  if (forgotten || answer.status !== 200 || answer.redirected || /no-store/.test(answer.headers.get('Cache-Control'))) return;
  const content = await body(answer);
  if (!content || (key === page && !(await content.text()).includes(loader))) return;
  const cache = await caches.open(name);
  await cache.put(key, new Response(content, { headers: answer.headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -mostEntries).map((old) => cache.delete(old)));
};

const file = async (event) => {
  const found = await caches.match(event.request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(event.request);
  event.waitUntil(keep(shell, event.request.url, answer.clone()));
  return answer;
};

// The newest there is: the network's, else what is kept.
const newest = async (event, name, key) => {
  const { request } = event;
  const id = event.resultingClientId || event.clientId;
  const old = await find(name, key);
  try {
    const late = old && new Promise((_, fail) => { setTimeout(fail, patience); });
    const answer = await Promise.race(old ? [fetch(request), late] : [fetch(request)]);
    if (old && answer.status >= 500) throw answer;
    event.waitUntil(keep(name, key, answer.clone()));
    // A worker that was put to sleep meanwhile has forgotten who was cut off: everybody hears that the network is back.
    cutOff.delete(id);
    event.waitUntil(tell(id));
    return answer;
  } catch (error) {
    if (!old) throw error;
    cutOff.add(id);
    event.waitUntil(tell(id));
    return old;
  }
};

addEventListener('fetch', (event) => {
  const { request } = event;
  if (forgotten || request.method !== 'GET' || request.headers.has('Authorization')) return;
  const address = new URL(request.url);
  if (request.mode === 'navigate') {
    if (isPage(address)) event.respondWith(newest(event, shell, page));
  } else if (isFile(address)) event.respondWith(file(event));
  else if (isIngredient(address)) event.respondWith(newest(event, kept, request.url));
});

// Every file is checked, and a page of another version is none: then the version before stays until the next try.
const install = async () => {
  const cache = await caches.open(shell);
  const add = async (address, options) => {
    const answer = await fetch(address, options);
    if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
    return answer;
  };
  const html = await add(page, { cache: 'no-cache' });
  if (!(await html.clone().text()).includes(loader)) throw new Error(`${page} is of another version`);
  await cache.put(page, html);
  await Promise.all(files.map(async ([name, integrity]) => cache.put(scope + name, await add(scope + name, { integrity }))));
};

// The programs of other versions go when no page runs them any more.
const tidy = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(shells) && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
};

// What a page has loaded before it had a worker.
const keepLoaded = async (names, language) => {
  const headers = { Accept: 'application/json', 'Accept-Language': language };
  for (const name of names) {
    const address = new URL(name);
    const cache = isFile(address) ? shell : isIngredient(address) && kept;
    if (cache && !(await find(cache, name))) await keep(cache, name, await fetch(name, { headers, credentials: 'omit' }));
  }
};

const countPages = async () =>
  (await clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ url }) => url.startsWith(scope)).length;

// This version is in force now: where one page at most is open, it is this version's or about to be.
const begin = async () => {
  await clients.claim();
  if ((await countPages()) < 2) await tidy();
};

const hear = async ({ data, source }) => {
  const isAlone = data.version === version && (await countPages()) === 1;
  if (data.ask === 'forget') {
    forgotten = true;
    const own = (await caches.keys()).filter((name) => name === kept || name.startsWith(shells));
    await Promise.all([registration.unregister(), ...own.map((name) => caches.delete(name))]);
  } else if (data.ask === 'keep') {
    if (isAlone) await tidy();
    await tell(source.id);
    await keepLoaded(data.loaded, data.language);
  } else if (data.ask === 'begin' || isAlone) {
    // A page that has got the new program from the network already takes its worker as well.
    await skipWaiting();
  } else if (data.version !== version) source.postMessage({ newer: true });
};

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(begin()));
addEventListener('message', (event) => event.waitUntil(hear(event)));

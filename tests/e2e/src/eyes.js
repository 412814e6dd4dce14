// How a test finds its way in a page: by what a person sees or hears, in the light as in a shadow root.
// The body of a function whose arguments are the name of a question below and what is asked.
const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

// Every element of the page, also inside open shadow roots.
function* every(scope) {
  for (const element of scope.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* every(element.shadowRoot);
  }
}

const isSeen = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden="true"]');

// The words in a node, without those that nobody gets.
const words = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const inner = () => Array.from(node.childNodes, words).join('');
  if (node.nodeType === Node.DOCUMENT_FRAGMENT_NODE) return inner();
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches('script, style, select, template, [aria-hidden="true"]')) return '';
  const { display, position } = getComputedStyle(node);
  if (display === 'none') return '';
  // Words that are only heard stand out of the flow, and are no block of their own for it.
  return display.startsWith('inline') || position === 'absolute' ? inner() : ` ${inner()} `;
};

const nameOf = (element) => {
  const by = element.getAttribute('aria-labelledby');
  const named = by?.split(/\s+/).map((id) => element.getRootNode().getElementById(id));
  if (named) return squeeze(named.map((target) => (target ? words(target) : '')).join(' '));
  if (element.hasAttribute('aria-label')) return squeeze(element.getAttribute('aria-label'));
  if (element.labels?.length) return squeeze(Array.from(element.labels, words).join(' '));
  if (element.matches('fieldset')) return squeeze(words(element.querySelector(':scope > legend') ?? document.createTextNode('')));
  return element.matches('input, select, textarea, progress') ? '' : squeeze(words(element));
};

const KINDS = { radio: 'radio', checkbox: 'checkbox', file: 'file', search: 'searchbox', submit: 'button', button: 'button' };
const TAGS = {
  BUTTON: 'button', TEXTAREA: 'textbox', SELECT: 'combobox', FIELDSET: 'group', SUMMARY: 'disclosure', MAIN: 'main',
  NAV: 'navigation', HEADER: 'banner', FOOTER: 'contentinfo', ASIDE: 'complementary', PROGRESS: 'progressbar',
};
const roleOf = (element) => {
  const given = element.getAttribute('role');
  if (given) return given;
  if (element.matches('a[href]')) return element.closest('nav') ? 'nav link' : 'link';
  if (element.matches('input')) return KINDS[element.type] ?? 'textbox';
  if (/^H[1-6]$/.test(element.tagName)) return 'heading';
  return TAGS[element.tagName] ?? '';
};

// Whether a name is the one that is looked for; "(optional)" or a hint may follow it.
const fits = (name, wanted) => name === wanted || name.startsWith(`${wanted} `);

// The best of what has a role and a name within `scope`.
const within = (scope, role, wanted) => {
  const found = [];
  for (const element of every(scope)) {
    if (roleOf(element) === role && isSeen(element)) found.push([element, nameOf(element)]);
  }
  const best = found.find(([, name]) => name === wanted) ?? found.find(([, name]) => fits(name, wanted));
  return best?.[0] ?? null;
};

// The entries of groups, one in the other, that everything is looked for in; the whole page if there are none.
const entries = () => window.amtsgangEntries ?? [];

const find = (role, wanted, group) => {
  let scope = entries().reduce((around, name) => around && within(around, 'group', name), document);
  if (scope && group) scope = within(scope, 'group', group) ?? within(scope, 'radiogroup', group);
  return scope && within(scope, role, wanted);
};

const FIELDS = ['textbox', 'searchbox', 'combobox', 'file', 'checkbox', 'radio'];
const field = (label, group) => {
  for (const role of FIELDS) {
    const element = find(role, label, group);
    if (element) return element;
  }
  return group ? null : (find('radiogroup', label) ?? find('group', label));
};

const apps = () => Array.from(document.querySelectorAll('amtsgang-app'), (element) => element.shadowRoot ?? element);

const deepFocus = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

const questions = {
  find,
  entries,
  // From now on, look in these entries.
  enter: (...names) => {
    window.amtsgangEntries = names;
  },
  // What is pressed to choose: a label, as a finger would.
  option: (role, label, group) => {
    const input = find(role, label, group);
    return input?.labels?.[0] ?? input;
  },
  field,
  isFocused: (label, group) => deepFocus() === field(label, group),
  // The text of all apps in the page.
  text: () => squeeze(apps().map(words).join(' ')),
  // The text of the whole page without the apps.
  host: () => squeeze(words(document.body)),
  heading: () => {
    const headings = apps().map((app) => Array.from(every(app)).find((element) => element.tagName === 'H1' && isSeen(element)));
    return headings.map((heading) => (heading ? squeeze(words(heading)) : ''));
  },
  // What the field says of itself: its value, its mistake, its description.
  state: (label, group) => {
    const element = field(label, group);
    if (!element) return null;
    const outer = element.closest('fieldset');
    const ids = [element, outer].flatMap((one) => one?.getAttribute('aria-describedby')?.split(/\s+/) ?? []);
    const described = ids.map((id) => element.getRootNode().getElementById(id)).filter(Boolean);
    return {
      value: element.value ?? '',
      checked: element.checked ?? false,
      invalid: element.getAttribute('aria-invalid') === 'true',
      required: element.getAttribute('aria-required') === 'true',
      described: described.map((one) => squeeze(words(one))),
    };
  },
  // The chosen option's words.
  chosen: (label) => {
    const element = field(label);
    if (element?.matches('select')) return squeeze(element.selectedOptions[0]?.textContent ?? '');
    if (element?.matches('input[role=combobox]')) return squeeze(element.value);
    const inputs = Array.from(element?.querySelectorAll('input:checked') ?? []);
    return inputs.map(nameOf).join('; ');
  },
  // The links of the summary of mistakes, or nothing where there is none.
  summary: (title) => {
    const frame = find('group', title);
    return frame && Array.from(frame.querySelectorAll('a'), nameOf);
  },
  summaryLink: (title, ix) => find('group', title)?.querySelectorAll('a')[ix] ?? null,
  // Mistakes said at fields.
  mistakes: () =>
    Array.from(every(document)).filter((element) => element.matches('[aria-invalid="true"]') && isSeen(element)).map(nameOf),
  // What stands beside a term.
  fact: (term) => {
    const found = Array.from(every(document)).find((element) => element.matches('dt') && fits(squeeze(words(element)), term));
    return found && squeeze(words(found.nextElementSibling));
  },
  list: (role) => Array.from(every(document)).filter((element) => roleOf(element) === role && isSeen(element)).map(nameOf),
  focus: () => {
    const element = deepFocus();
    if (!element || element === document.body) return null;
    const group = element.closest('fieldset');
    return {
      role: roleOf(element), name: nameOf(element), group: group ? nameOf(group) : '', tag: element.tagName,
      value: element.value ?? '', checked: element.checked ?? false,
      chosen: element.matches('select') ? squeeze(element.selectedOptions[0]?.textContent ?? '') : '',
    };
  },
  // What is wider than the window, if anything is.
  overflow: () => {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth <= innerWidth) return [];
    const wide = Array.from(every(document)).filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5);
    return [`${scrollWidth} > ${innerWidth}`, ...wide.map((element) => `${element.tagName}.${element.className}`)];
  },
};

return questions[arguments[0]](...arguments[1]);

// The form of a recipe as one would write it by hand for one page: no library, listeners at the form, one function for
// each thing that happens. It knows text fields, yes and no, and conditions of the shape {"==": [{"var": id}, true]}.
const form = document.querySelector("form");
const fields = new Map();
const answers = new Map();
let summary = null;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const option = (id, value, words, number) =>
  make("label", { class: "option" }, make("input", { type: "radio", id: `${id}-${number}`, name: id, value }), make("span", {}, words));

const draw = (field) => {
  const { id } = field;
  const hint = field.hint && make("p", { class: "hint", id: `${id}-hint` }, field.hint.de);
  const described = hint ? { "aria-describedby": `${id}-hint` } : {};
  const outer = make("div", { class: "field" });
  if (field.kind === "yesNo") {
    const control = make("fieldset", { id, role: "radiogroup", "aria-required": "true", ...described });
    control.append(make("legend", {}, field.label.de), ...(hint ? [hint] : []));
    control.append(option(id, "true", "Ja", 1), option(id, "false", "Nein", 2));
    outer.append(control);
    return { field, outer, control, hint };
  }
  const control = make("input", { type: "text", id, name: id, "aria-required": "true", ...described });
  outer.append(make("label", { for: id }, field.label.de), ...(hint ? [hint] : []), control);
  return { field, outer, control, hint };
};

const render = (recipe) => {
  const all = document.createDocumentFragment();
  for (const field of recipe.steps[0].fields) {
    const own = draw(field);
    fields.set(field.id, own);
    own.outer.hidden = field.when !== undefined;
    if (field.when) fields.get(field.when["=="][0].var).shows = own;
    all.append(own.outer);
  }
  all.append(make("button", { type: "submit" }, "Weiter"));
  form.append(all);
};

const fault = (own) => {
  if (own.outer.hidden || answers.get(own.field.id)) return null;
  return own.field.kind === "yesNo" ? "Bitte wählen Sie Ja oder Nein." : "Bitte füllen Sie dieses Feld aus.";
};

const show = (own, words) => {
  if (own.words === words) return;
  own.words = words;
  const { control, hint, field } = own;
  own.error?.remove();
  own.error = null;
  own.outer.classList.toggle("wrong", words !== null);
  if (words === null) {
    control.removeAttribute("aria-invalid");
    if (hint) control.setAttribute("aria-describedby", hint.id);
    else control.removeAttribute("aria-describedby");
    own.entry?.remove();
    own.entry = null;
    return;
  }
  own.error = make("p", { class: "error", id: `${field.id}-error` }, words);
  if (field.kind === "yesNo") (hint ?? control.firstElementChild).after(own.error);
  else control.before(own.error);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", hint ? `${hint.id} ${own.error.id}` : own.error.id);
};

const change = (target) => {
  const own = fields.get(target.name);
  if (!own) return;
  answers.set(target.name, target.value);
  if (own.shows) {
    own.shows.outer.hidden = target.value !== "true";
    if (own.shows.outer.hidden) show(own.shows, null);
  }
  if (own.words) show(own, fault(own));
  if (summary && !summary.querySelector("li")) summary.remove();
};

form.addEventListener("input", (event) => change(event.target));

form.addEventListener("click", (event) => {
  const link = event.target.closest(".summary a");
  if (!link) return;
  event.preventDefault();
  const target = document.getElementById(link.hash.slice(1));
  (target.querySelector("input") ?? target).focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  summary?.remove();
  const list = make("ul");
  for (const own of fields.values()) {
    const words = fault(own);
    show(own, words);
    if (words === null) continue;
    own.entry = make("li", {}, make("a", { href: `#${own.field.id}` }, `${own.field.label.de}: ${words}`));
    list.append(own.entry);
  }
  if (!list.firstChild) return;
  summary = make("div", { class: "summary", tabindex: "-1", role: "group", "aria-labelledby": "summary-title" });
  summary.append(make("h2", { id: "summary-title" }, "Bitte prüfen Sie Ihre Angaben"), list);
  form.prepend(summary);
  summary.focus();
});

addEventListener("hashchange", async () => {
  const [, service] = location.hash.match(/^#\/services\/([a-z0-9-]+)\/form$/) ?? [];
  if (service) render(await (await fetch(`api/recipes/${service}`)).json());
});

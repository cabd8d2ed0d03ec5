// Finds the visible parts of the page by role and accessible name, as assistive technology would see them.
// arguments: role ("" for any), name ("" for any), exact (boolean). Returns elements in document order.
const [role, name, exact] = arguments;

const inputs = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox", hidden: "",
};
const tags = {
  BUTTON: "button", SUMMARY: "button", TEXTAREA: "textbox", OPTION: "option", H1: "heading", H2: "heading",
  H3: "heading", H4: "heading", H5: "heading", H6: "heading", UL: "list", OL: "list", LI: "listitem", NAV: "navigation",
  MAIN: "main", ASIDE: "complementary", DIALOG: "dialog", IMG: "img", TABLE: "table", TR: "row", TD: "cell",
  TH: "columnheader", FORM: "form", PROGRESS: "progressbar", OUTPUT: "status", FIELDSET: "group", HR: "separator",
};
const named_by_content = new Set([
  "button", "link", "heading", "option", "tab", "menuitem", "menuitemradio", "menuitemcheckbox", "listitem", "cell",
  "row", "checkbox", "radio", "switch", "status", "alert", "columnheader", "treeitem", "tooltip",
]);

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function role_of(element) {
  const given = element.getAttribute("role");
  if (given) return given.trim().split(/\s+/)[0];
  if (element.tagName === "A") return element.hasAttribute("href") ? "link" : "";
  if (element.tagName === "SELECT") return element.multiple || element.size > 1 ? "listbox" : "combobox";
  if (element.tagName === "INPUT") return inputs[element.type] ?? "textbox";
  if (element.tagName === "SECTION") return element.hasAttribute("aria-label") || element.hasAttribute("aria-labelledby") ? "region" : "";
  return tags[element.tagName] ?? "";
}

function words_of(element) {
  if (element.nodeType === Node.TEXT_NODE) return element.textContent;
  if (element.nodeType !== Node.ELEMENT_NODE) return "";
  if (element.getAttribute("aria-hidden") === "true" || element.hidden) return "";
  const label = element.getAttribute("aria-label");
  if (label) return label;
  if (element.tagName === "IMG") return element.alt;
  const words = [...element.childNodes].map(words_of);
  return words.join(getComputedStyle(element).display.startsWith("inline") ? "" : " ") + " ";
}

function name_of(element, its_role) {
  const by = element.getAttribute("aria-labelledby");
  if (by) {
    const parts = by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean).map(words_of);
    if (tidy(parts.join(" "))) return tidy(parts.join(" "));
  }
  if (tidy(element.getAttribute("aria-label"))) return tidy(element.getAttribute("aria-label"));
  if (element.labels?.length) return tidy([...element.labels].map(words_of).join(" "));
  if (element.tagName === "IMG" && element.alt) return tidy(element.alt);
  if (element.tagName === "FIELDSET") {
    const legend = element.querySelector("legend");
    if (legend) return tidy(words_of(legend));
  }
  if (element.tagName === "INPUT" && its_role === "button") return tidy(element.value);
  if (named_by_content.has(its_role)) {
    const words = tidy(words_of(element));
    if (words) return words;
  }
  return tidy(element.getAttribute("title") || element.getAttribute("placeholder"));
}

function reachable(element) {
  if (element.closest("[inert], [aria-hidden='true']")) return false;
  const modals = [...document.querySelectorAll("[aria-modal='true'], dialog[open]")].filter((d) => d.getClientRects().length);
  const top = modals[modals.length - 1];
  if (top && !top.contains(element) && !element.closest("[role='status'], [role='alert'], [aria-live]")) return false;
  // Visually hidden inputs behind a drawn control have a box too.
  if (!element.getClientRects().length) return false;
  return getComputedStyle(element).visibility !== "hidden";
}

const found = [];
for (const element of document.querySelectorAll("*")) {
  const its_role = role_of(element);
  if (role ? its_role !== role : !its_role) continue;
  if (name) {
    const its_name = name_of(element, its_role);
    if (exact ? its_name !== tidy(name) : !its_name.includes(tidy(name))) continue;
  }
  if (reachable(element)) found.push(element);
}
return found;

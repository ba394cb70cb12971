// Shows Markdown as what it means. A text stays data: it becomes elements and text of its own, never
// markup, and every place in it keeps its number, so that stretches of it can be marked.
"use strict";

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^\s*(#{1,6})\s+/;
const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/;
const QUOTE = /^\s*>\s?/;
const ROW = /^\s*\|/;
const RULE = /^\s*(?:\|?[\s:]*-{2,}[-\s:|]*|([-*_])(?:\s*\1){2,}\s*|={3,}\s*)$/;

// The elements of a text from one place on; show(start, end) gives those of a stretch without markup.
function markdown(text, from, show) {
  const found = [];
  let block = null; // what the next line may go on with
  let line = from;
  while (line < text.length) {
    const end = text.indexOf("\n", line) < 0 ? text.length : text.indexOf("\n", line);
    const content = text.slice(line, end);
    const place = (mark) => ({ start: line + mark[0].length, end });
    let mark;
    if (content.trim() === "" || RULE.test(content)) {
      block = null;
    } else if ((mark = FENCE.exec(content))) {
      const close = new RegExp(`\\n\\s*${mark[1]}[^\\n]*`, "g");
      close.lastIndex = end;
      const closed = close.exec(text);
      found.push({ kind: "code", start: Math.min(end + 1, text.length), end: closed ? closed.index : text.length });
      line = closed ? close.lastIndex + 1 : text.length;
      block = null;
      continue;
    } else if ((mark = HEADING.exec(content))) {
      found.push({ kind: "heading", ...place(mark) });
      block = null;
    } else if ((mark = ITEM.exec(content))) {
      const list = block?.kind === "list" ? block : { kind: "list", ordered: /\d/.test(mark[0]), items: [] };
      list.items.push(place(mark));
      if (list !== block) found.push(list);
      block = list;
    } else if (ROW.test(content)) {
      const table = block?.kind === "table" ? block : { kind: "table", rows: [] };
      table.rows.push({ start: line, end });
      if (table !== block) found.push(table);
      block = table;
    } else if (block?.kind === "list") {
      block.items.at(-1).end = end;
    } else if (block?.kind === "paragraph") {
      block.end = end;
    } else {
      mark = QUOTE.exec(content);
      block = { kind: "paragraph", quoted: mark !== null, start: line + (mark ? mark[0].length : 0), end };
      found.push(block);
    }
    line = end + 1;
  }
  return found.map((each) => element(text, each, show));
}

function element(text, block, show) {
  switch (block.kind) {
    case "code": return el("pre", {}, el("code", {}, ...show(block.start, block.end)));
    case "heading": return el("p", { class: "title" }, ...inline(text, block.start, block.end, show));
    case "list": return el(block.ordered ? "ol" : "ul", {}, ...block.items.map((item) =>
      el("li", {}, ...inline(text, item.start, item.end, show))));
    case "table": return el("table", {}, el("tbody", {}, ...block.rows.map((row) =>
      el("tr", {}, ...cells(text, row).map((cell) => el("td", {}, ...inline(text, cell.start, cell.end, show)))))));
    default: return el("p", block.quoted ? { class: "quoted" } : {}, ...inline(text, block.start, block.end, show));
  }
}

function cells(text, row) {
  const found = [];
  let start = text.indexOf("|", row.start) + 1;
  for (let at = start; at <= row.end; at++) {
    const isEnd = at === row.end || (text[at] === "|" && text[at - 1] !== "\\");
    if (isEnd && (at < row.end || text.slice(start, at).trim() !== "")) found.push({ start, end: at });
    if (isEnd) start = at + 1;
  }
  return found;
}

// What stands inside a block: each rule's first group is what is shown.
const SPANS = [
  [/`+([^`]+?)`+/y, (inner) => el("code", {}, ...inner)],
  [/!\[([^\]]*)\]\([^)]*\)/y, (inner) => el("span", {}, ...inner)],
  [/\[([^\]]+)\]\(\s*<?([^)\s>]*)[^)]*\)/y, (inner, target) => /^(https?|mailto):/i.test(target)
    ? el("a", { href: target, rel: "noopener noreferrer", target: "_blank" }, ...inner)
    : el("span", {}, ...inner)],
  [/\*\*(?=\S)([^]+?\S)\*\*/y, (inner) => el("strong", {}, ...inner)],
  [/(?<!\w)__(?=\S)([^]+?\S)__(?!\w)/y, (inner) => el("strong", {}, ...inner)],
  [/\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)/y, (inner) => el("em", {}, ...inner)],
  [/(?<!\w)_(?=[^\s_])([^_]*[^\s_])_(?!\w)/y, (inner) => el("em", {}, ...inner)],
];

function inline(text, start, end, show) {
  const found = [];
  let plain = start;
  let at = start;
  while (at < end) {
    const span = text[at] === "\\" ? null : spanAt(text, at, end);
    if (span) {
      found.push(...show(plain, at));
      const inner = span.code ? show(span.start, span.end) : inline(text, span.start, span.end, show);
      found.push(span.make(inner, span.target));
      at = plain = span.next;
    } else if (text[at] === "\\" && /[\\`*_{}[\]()#+\-.!|<>]/.test(text[at + 1] || "")) {
      found.push(...show(plain, at));
      plain = at + 1;
      at += 2;
    } else {
      at++;
    }
  }
  found.push(...show(plain, end));
  return found;
}

function spanAt(text, at, end) {
  if (!"`![*_".includes(text[at])) return null;
  for (const [rule, make] of SPANS) {
    rule.lastIndex = at;
    const match = rule.exec(text);
    if (match && rule.lastIndex <= end) {
      const inner = at + match[0].indexOf(match[1], text[at] === "[" ? 1 : 0);
      return { start: inner, end: inner + match[1].length, next: rule.lastIndex, make,
        target: match[2], code: text[at] === "`" };
    }
  }
  return null;
}

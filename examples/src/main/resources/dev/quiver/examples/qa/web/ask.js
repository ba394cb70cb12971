// The page that asks.
"use strict";

const form = byId("form");
const field = byId("question");
const outcome = byId("outcome");

// ---- Reading the folder ------------------------------------------------------------------------

function showStatus(status) {
  const by = status.answers.model;
  say(byId("lead"), status.folder);
  say(byId("promise"), by
    ? `Answers come from ${by}, which is sent the passages found: ${status.answers.address}`
    : "No language model is asked: answers are sentences of your documents, and nothing leaves this machine.");
  showReading(status.documents);
}

function showReading(documents) {
  const running = documents.phase === "RUNNING";
  const known = documents.expected >= 0;
  byId("reading").hidden = false;
  byId("reading").dataset.phase = documents.phase;
  byId("again").hidden = running;
  const progress = byId("progress");
  progress.hidden = !running;
  if (known) {
    progress.max = Math.max(1, documents.expected);
    progress.value = documents.done;
  } else {
    progress.removeAttribute("value");
  }
  say(byId("reading-title"), { WAITING: "Waiting", RUNNING: "Reading the folder",
    DONE: "The folder is read", FAILED: "Reading has stopped" }[documents.phase]);
  say(byId("reading-text"), readingText(documents, running, known));
  showFailures(documents);
  if (running) {
    pill("wait", known ? `reading ${Math.floor(100 * documents.done / Math.max(1, documents.expected))} %` : "reading");
  } else if (documents.phase === "FAILED") {
    pill("bad", "reading stopped");
  } else {
    pill("good", count(documents.done - documents.failed, "document"));
  }
}

function readingText(documents, running, known) {
  if (documents.phase === "FAILED") return `${documents.problem}. What was read by then can be asked about.`;
  if (!running) {
    const fresh = documents.segments > 0 ? `, ${count(documents.segments, "new passage")}` : ", nothing new";
    return `${count(documents.done - documents.failed, "document")}${fresh}`;
  }
  if (!known) return "Looking for documents…";
  const parts = [`${whole.format(documents.done)} of ${count(documents.expected, "document")}`,
    count(documents.segments, "passage")];
  if (documents.secondsLeft !== undefined && documents.done > 0) {
    parts.push(`about ${clock(documents.secondsLeft)} left`);
  }
  return parts.join(" · ") + ". You can ask already.";
}

function showFailures(documents) {
  const list = byId("failures-list");
  byId("failures").hidden = documents.failures.length === 0;
  say(byId("failures-title"), `${count(documents.failed, "file")} could not be read`);
  if (list.childElementCount !== documents.failures.length) {
    list.replaceChildren(...documents.failures.map((each) =>
      el("li", {}, el("code", {}, each.source), el("span", { class: "muted" }, each.reason))));
  }
}

const lookAgain = keepUp(async () => {
  try {
    const status = await call("/api/status");
    showStatus(status);
    return status.documents.phase === "RUNNING" ? 400 : 5000;
  } catch (failure) {
    pill("bad", "not reached");
    return 2000;
  }
});

byId("again").addEventListener("click", async () => {
  try {
    showStatus(await call("/api/ingest", {}));
    byId("question").focus();
    lookAgain();
  } catch (failure) {
    say(byId("reading-text"), failure.message);
  }
});

// ---- Asking ------------------------------------------------------------------------------------

let latest = 0;

async function ask(question) {
  const mine = ++latest;
  outcome.setAttribute("aria-busy", "true");
  byId("submit").disabled = true;
  if (!outcome.firstChild) outcome.replaceChildren(waiting());
  try {
    const reply = await call("/api/ask", { question });
    if (mine === latest) outcome.replaceChildren(...replyParts(reply));
  } catch (failure) {
    if (mine === latest) {
      outcome.replaceChildren(el("p", { class: "notice", "data-kind": "bad" }, failure.message));
    }
  } finally {
    if (mine === latest) {
      outcome.setAttribute("aria-busy", "false");
      byId("submit").disabled = false;
    }
  }
}

function waiting() {
  return el("div", { class: "card skeleton" }, el("span", { class: "hidden" }, "Looking for an answer"),
    el("i"), el("i"), el("i"));
}

function replyParts(reply) {
  if (reply.passages.length === 0) {
    return [el("p", { class: "notice" },
      "Nothing has been found. Either no document has been read yet, or none could be.")];
  }
  return [answerCard(reply), howCard(reply), sourcesSection(reply)];
}

function answerCard(reply) {
  const answer = reply.answer;
  const sources = new Map(reply.passages.map((passage) => [passage.number, place(passage)]));
  const body = answer.text !== undefined
    ? cited(answer.text, sources)
    : el("div", { class: "quotes" }, ...answer.quotes.map((quote) =>
      el("blockquote", {}, el("p", {}, ...quoted(quote, reply.passages), " ", citation(quote.passage, sources)))));
  return el("section", { class: "card answer", "aria-labelledby": "answer-title" },
    el("h2", { id: "answer-title", class: "eyebrow" },
      answer.by !== undefined ? `Answer by ${answer.by}` : answer.quotes.length === 0 ? "No answer" : "Closest sentences, word for word"),
    answer.note ? el("p", { class: "notice" }, answer.note) : null,
    body);
}

// A sentence as it reads in its document.
function quoted(quote, passages) {
  const passage = passages.find((each) => each.number === quote.passage);
  const show = (start, end) => [quote.text.slice(start, end)];
  return isMarkdown(passage) ? inline(quote.text, 0, quote.text.length, show) : [quote.text];
}

// Web pages come in as Markdown too: headings and items of lists are marked as there.
function isMarkdown(passage) {
  return /\.(md|markdown|html?|xhtml)$/i.test(passage.source);
}

function place(passage) {
  return passage.page === undefined ? passage.source : `${passage.source}, page ${passage.page}`;
}

// Links each [n] that names a passage; all else stays the text it is.
function cited(text, sources) {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) =>
    el("p", {}, ...paragraph.split(/(\[\d+\])/).map((part) => {
      const number = /^\[(\d+)\]$/.exec(part);
      return number && sources.has(Number(number[1])) ? citation(Number(number[1]), sources) : part;
    })));
  return el("div", { class: "prose" }, ...paragraphs);
}

function citation(number, sources) {
  return el("a", { class: "cite", href: `#passage-${number}`, title: sources.get(number),
    "aria-label": `Passage ${number}, ${sources.get(number)}` }, String(number));
}

function howCard(reply) {
  const { search, millis: took } = reply;
  const nodes = new Set(search.shards.map((shard) => shard.node));
  const how = search.cacheHit
    ? "from the cache"
    : `${count(search.shards.length, "shard")} asked on ${count(nodes.size, "node")}`;
  const summary = el("summary", {},
    el("span", { class: "badge", "data-kind": search.cacheHit ? "hit" : "miss" }, search.cacheHit ? "cache hit" : "cache miss"),
    el("span", {}, `${millis(took.total)} in all, search ${millis(took.search)}, ${how}`));
  return el("details", { class: "how" }, summary, timing(took), search.cacheHit
    ? el("p", { class: "muted" }, "The same search was answered before, and nothing was written since: no replica was asked.")
    : shardTable(search));
}

function timing(took) {
  const parts = [["question to vector", took.embed], ["search", took.search], ["answer", took.answer]];
  return el("dl", { class: "timing" }, ...parts.map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, millis(value)))));
}

function shardTable(search) {
  const head = ["Shard", "Node asked", "Load", "Took", "Candidates"];
  return el("div", { class: "scroll" }, el("table", {},
    el("caption", { class: "muted" }, `Coverage ${Math.round(search.coverage * 100)} %: the share of the shards that answered`),
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...search.shards.map((shard) => el("tr", {},
      el("td", {}, String(shard.shard)), el("td", {}, shard.node), el("td", {}, shard.load.toFixed(2)),
      el("td", {}, millis(shard.millis)), el("td", {}, whole.format(shard.candidates)))))));
}

function sourcesSection(reply) {
  return el("section", { "aria-labelledby": "sources-title" },
    el("h2", { id: "sources-title", class: "eyebrow" }, "Passages found"),
    el("ol", { class: "passages" }, ...reply.passages.map(passageCard)));
}

function passageCard(passage) {
  const rich = isMarkdown(passage);
  const text = el("div", { class: rich ? "passage-text rich" : "passage-text", id: `text-${passage.number}` });
  const more = el("button", { type: "button", class: "quiet more", "aria-controls": text.id });
  const excerpt = excerptStart(passage);
  function show(open) {
    text.classList.toggle("open", open);
    text.dataset.before = !open && excerpt > 0 ? "… " : "";
    text.replaceChildren(...shown(passage, open ? 0 : excerpt, rich));
    more.setAttribute("aria-expanded", String(open));
    say(more, open ? "Show less" : "Show all");
  }
  more.addEventListener("click", () => show(!text.classList.contains("open")));
  show(false);
  requestAnimationFrame(() => {
    more.hidden = excerpt === 0 && text.scrollHeight <= text.clientHeight + 2;
  });
  return el("li", { class: "card passage", id: `passage-${passage.number}`, tabindex: "-1" },
    el("div", { class: "passage-head" },
      el("span", { class: "cite", "aria-hidden": "true" }, String(passage.number)),
      el("h3", {}, el("span", { class: "hidden" }, `Passage ${passage.number}: `), title(passage)),
      el("span", { class: "scores" }, meter("score", passage.score), meter("similarity", passage.similarity))),
    text, more);
}

function title(passage) {
  return passage.link === undefined ? place(passage)
    : el("a", { href: passage.link, target: "_blank", rel: "noopener", title: "Open the document" }, place(passage));
}

function meter(name, value) {
  const shown = Math.max(0, Math.min(1, value));
  const bar = el("i", { "aria-hidden": "true" });
  bar.style.setProperty("--part", shown);
  return el("span", { class: "score", title: name === "score"
    ? "Rank among what words and meaning found; 1 is first in both"
    : "Cosine similarity of the passage's meaning to the question's" }, `${name} ${value.toFixed(2)}`, bar);
}

// A passage opens a little before its best highlight, at the start of a word.
function excerptStart(passage) {
  if (passage.highlights.length === 0) return 0;
  const best = passage.highlights.reduce((one, other) => (other.similarity > one.similarity ? other : one));
  const before = passage.text.slice(0, Math.max(0, best.start - 120));
  return before.length < 80 ? 0 : before.length + passage.text.slice(before.length).search(/(?<=\s)\S/);
}

// The text with its highlights marked; both come as data, never as markup.
function shown(passage, from, rich) {
  const text = rich ? passage.text : unwrapped(passage.text);
  const show = (start, end) => marked(text, passage.highlights, start, end);
  return rich ? markdown(text, from, show) : show(from, text.length);
}

function marked(text, highlights, start, end) {
  const parts = [];
  let at = start;
  for (const highlight of highlights.filter((each) => each.end > start && each.start < end)) {
    const first = Math.max(at, highlight.start);
    const last = Math.min(end, highlight.end);
    parts.push(text.slice(at, first),
      el("mark", { title: `similarity ${highlight.similarity.toFixed(2)}` }, text.slice(first, last)));
    at = last;
  }
  parts.push(text.slice(at, end));
  return parts.filter((part) => part !== "");
}

// Lines that were broken to fit a width flow again; each break becomes one blank, so that places stay.
function unwrapped(text) {
  return text.replace(/(?<=[^\n]{50})\n(?!\s*(?:\n|[-*+#>|`]|\d+[.)]\s))/g, " ");
}

// ---- The form, the address, the keyboard -------------------------------------------------------

function askFromAddress() {
  const question = new URLSearchParams(location.search).get("q") || "";
  field.value = question;
  document.title = question ? `${question} · Quiver` : "Ask · Quiver";
  if (question.trim()) ask(question);
  else outcome.replaceChildren();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (!question) return;
  history.pushState(null, "", `/?q=${encodeURIComponent(question)}`);
  askFromAddress();
});

window.addEventListener("popstate", () => { if (!location.hash) askFromAddress(); });

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

askFromAddress();

// The page that shows the cluster.
"use strict";

const HISTORY = 60;
const cards = new Map();
const rows = new Map();
let head = "";
let changing = false;

// ---- Nodes -------------------------------------------------------------------------------------

function nodeCard(name) {
  const card = {
    loads: [],
    state: el("span", { class: "state" }),
    line: document.createElementNS("http://www.w3.org/2000/svg", "polyline"),
    load: el("dd"), rows: el("dd"), bytes: el("dd"), queue: el("dd"),
    button: el("button", { type: "button", class: "quiet small-button" }),
  };
  const chart = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  chart.setAttribute("viewBox", "0 0 59 20");
  chart.setAttribute("preserveAspectRatio", "none");
  chart.setAttribute("aria-hidden", "true");
  chart.append(card.line);
  card.button.addEventListener("click", () => change(name, card.button.dataset.act));
  card.root = el("article", { class: "card node", "aria-label": name },
    el("div", { class: "node-head" }, el("h3", {}, name), card.state, card.button),
    el("div", { class: "spark", title: "Load over the last minute" }, chart),
    el("dl", { class: "figures" },
      ...[["Load", card.load], ["Rows", card.rows], ["On disk", card.bytes], ["Queue", card.queue]]
        .map(([label, value]) => el("div", {}, el("dt", {}, label), value))));
  return card;
}

function showNode(node) {
  if (!cards.has(node.node)) {
    const made = nodeCard(node.node);
    cards.set(node.node, made);
    byId("nodes").append(made.root);
  }
  const card = cards.get(node.node);
  const down = node.state === "DOWN";
  card.root.dataset.state = node.state;
  say(card.state, node.state.toLowerCase());
  card.loads.push(down ? 0 : node.load);
  if (card.loads.length > HISTORY) card.loads.shift();
  const first = HISTORY - card.loads.length;
  card.line.setAttribute("points",
    card.loads.map((load, at) => `${first + at},${(19 - 18 * Math.min(1, load)).toFixed(1)}`).join(" "));
  say(card.load, down ? "–" : node.load.toFixed(2));
  say(card.rows, whole.format(node.rows));
  say(card.bytes, bytes(node.bytes));
  say(card.queue, down ? "–" : whole.format(node.queue));
  card.button.dataset.act = down ? "start" : "stop";
  say(card.button, down ? "Start" : "Stop");
  card.button.setAttribute("aria-label", `${down ? "Start" : "Stop"} ${node.node}`);
  card.button.disabled = changing;
}

// ---- Shards ------------------------------------------------------------------------------------

function showHead(nodes) {
  const wanted = nodes.map((node) => node.node).join();
  if (wanted === head) return;
  head = wanted;
  byId("shards-head").replaceChildren(el("th", { scope: "col" }, "Shard"),
    ...nodes.map((node) => el("th", { scope: "col" }, node.node)));
  byId("shards").replaceChildren();
  rows.clear();
}

function showShard(shard, nodes) {
  if (!rows.has(shard.shard)) {
    const made = new Map(nodes.map((node) => [node.node, replicaCell(node.node)]));
    byId("shards").append(el("tr", {}, el("th", { scope: "row" }, String(shard.shard)),
      ...nodes.map((node) => el("td", {}, made.get(node.node).box))));
    rows.set(shard.shard, made);
  }
  for (const [node, cell] of rows.get(shard.shard)) {
    const replica = shard.replicas.find((each) => each.node === node);
    cell.box.dataset.state = replica ? replica.state : "NONE";
    cell.leads.hidden = shard.leader !== node;
    say(cell.state, replica ? replica.state.toLowerCase() : "no replica");
    say(cell.figures, replica ? `${count(replica.rows, "row")} at ${whole.format(replica.position)}` : "");
  }
}

function replicaCell(node) {
  const cell = { state: el("span", { class: "state" }), leads: el("span", { class: "leads" }, "leads"),
    figures: el("span", { class: "muted" }) };
  cell.box = el("div", { class: "replica", "data-name": node },
    el("span", { class: "replica-state" }, cell.state, cell.leads), cell.figures);
  return cell;
}

// ---- The whole ---------------------------------------------------------------------------------

function show(cluster) {
  const up = cluster.nodes.filter((node) => node.state === "UP").length;
  const replicas = cluster.shards.flatMap((shard) => shard.replicas);
  const serving = replicas.filter((replica) => replica.state === "SERVING").length;
  const leaders = cluster.shards.filter((shard) => shard.leader).length;
  const records = cluster.shards.reduce((sum, shard) =>
    sum + Math.max(0, ...shard.replicas.map((replica) => replica.rows)), 0);
  say(byId("fact-nodes"), `${up} of ${cluster.nodes.length}`);
  say(byId("fact-replicas"), `${serving} of ${replicas.length}`);
  say(byId("fact-rows"), whole.format(records));
  say(byId("fact-bytes"), bytes(cluster.nodes.reduce((sum, node) => sum + node.bytes, 0)));
  showHead(cluster.nodes);
  cluster.nodes.forEach(showNode);
  cluster.shards.forEach((shard) => showShard(shard, cluster.nodes));

  const readable = cluster.shards.every((shard) => shard.replicas.some((replica) => replica.state === "SERVING"));
  if (!readable) pill("bad", "some shards cannot be read");
  else if (leaders < cluster.shards.length) pill("wait", "reads only");
  else if (serving < replicas.length) pill("wait", "replicas missing");
  else pill("good", "all replicas serve");
}

async function change(node, act) {
  changing = true;
  notice("wait", act === "stop" ? `Stopping ${node}, as a crash would…` : `Starting ${node}…`);
  cards.forEach((card) => { card.button.disabled = true; });
  try {
    const cluster = await call(`/api/nodes/${encodeURIComponent(node)}/${act}`, {});
    changing = false;
    show(cluster);
    notice("good", act === "stop"
      ? `${node} is down, with nothing handed over. Questions go to the other replicas.`
      : `${node} is up, and catches up with what it missed.`);
  } catch (failure) {
    notice("bad", failure.message);
  } finally {
    changing = false;
    cards.forEach((card) => { card.button.disabled = false; });
    cards.get(node).button.focus();
  }
}

function notice(kind, text) {
  const shown = byId("notice");
  shown.hidden = false;
  shown.dataset.kind = kind;
  say(shown, text);
}

keepUp(async () => {
  try {
    show(await call("/api/cluster"));
  } catch (failure) {
    pill("bad", "not reached");
    notice("bad", failure.message);
  }
  return 1000;
});

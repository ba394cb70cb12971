// What both pages share: elements made without markup, calls, numbers.
"use strict";

// Text from documents only ever becomes text: nothing here reads markup.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

// Changes text only where it differs, so that screen readers and selections are left in peace.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch (unreachable) {
    throw new Error("The program does not answer. Is it still running?", { cause: unreachable });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `The program answered ${response.status}.`);
  return answer;
}

const whole = new Intl.NumberFormat("en");

function count(number, one, many = one + "s") {
  return `${whole.format(number)} ${number === 1 ? one : many}`;
}

function millis(number) {
  if (number < 10) return `${number.toFixed(1)} ms`;
  if (number < 1000) return `${Math.round(number)} ms`;
  return `${(number / 1000).toFixed(1)} s`;
}

function bytes(number) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let at = 0;
  while (number >= 1000 && at < units.length - 1) {
    number /= 1000;
    at++;
  }
  return `${at === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[at]}`;
}

function clock(seconds) {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

// Runs a step again and again, as often as the step says, and not while nobody looks.
function keepUp(step) {
  let timer = 0;
  async function turn() {
    clearTimeout(timer);
    const pause = await step();
    if (!document.hidden) timer = setTimeout(turn, pause);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) turn(); });
  turn();
  return turn;
}

function pill(state, text) {
  const shown = byId("pill");
  shown.dataset.state = state;
  say(shown, text);
}

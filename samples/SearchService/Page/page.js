'use strict';
const form = document.getElementById('form');
const input = document.getElementById('video');
const button = document.getElementById('search');
const cancel = document.getElementById('cancel');
const status = document.getElementById('status');
const preview = document.getElementById('preview');
const results = document.getElementById('results');
let request = null;
let mostBytes = Infinity;

function say(text, isFault = false) {
  status.textContent = text;
  status.classList.toggle('fault', isFault);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(neighbour) {
  const item = document.createElement('li');
  const picture = document.createElement('img');
  picture.src = neighbour.thumbnail;
  picture.alt = neighbour.name;
  const text = document.createElement('div');
  text.append(
    element('span', 'similarity', neighbour.similarity.toFixed(3)), ' ',
    element('span', 'label', neighbour.label ?? ''),
    element('div', 'name', neighbour.name));
  item.append(picture, text);
  results.append(item);
}

async function search(file) {
  // A browser that is told so in the middle of a large upload shows no reason.
  if (file.size > mostBytes) {
    say(`The video has ${file.size} bytes; the service takes ${mostBytes} at most.`, true);
    return;
  }
  const body = new FormData();
  body.append('video', file);
  const response = await fetch('search', { method: 'POST', body, signal: request.signal });
  const answer = await response.json();
  if (!response.ok) {
    say(answer.detail ?? answer.title, true);
    return;
  }
  say(`The ${answer.neighbours.length} nearest videos to ${answer.name}`);
  answer.neighbours.forEach(show);
}

fetch('health').then(response => response.json()).then(health => {
  mostBytes = health.mostUploadBytes;
  document.getElementById('about').textContent = `${health.videos} videos are searched; uploads of up to ${Math.floor(mostBytes / 1048576)} MB.`;
}).catch(() => say('The service does not answer.', true));

// Not every browser plays every video that the service reads.
preview.addEventListener('error', () => { preview.hidden = true; });
input.addEventListener('change', () => {
  URL.revokeObjectURL(preview.src);
  preview.hidden = input.files.length === 0;
  if (!preview.hidden)
    preview.src = URL.createObjectURL(input.files[0]);
});
cancel.addEventListener('click', () => request?.abort());
form.addEventListener('submit', async event => {
  event.preventDefault();
  results.replaceChildren();
  say('Searching …');
  request = new AbortController();
  button.disabled = true;
  cancel.hidden = false;
  try {
    await search(input.files[0]);
  } catch (fault) {
    say(fault.name === 'AbortError' ? 'Cancelled.' : 'The service did not answer: it may be down, or the video may be far too large.', true);
  } finally {
    button.disabled = false;
    cancel.hidden = true;
  }
});

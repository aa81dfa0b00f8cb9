// bpmn-engine: every user task is a step that recovers the saved execution and saves it again, as JSON in a file
// (no database: cheaper than the other contenders' commits). Answers each number of instances with its seconds.
// Usage: node bpmn_engine.mjs <process.bpmn> <folder> <tasks to be done in each instance>

import { EventEmitter } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { BpmnModdle } from 'bpmn-moddle';
import { Engine } from 'bpmn-engine';

const [path, folder, expected] = process.argv.slice(2);
const parsed = await new BpmnModdle().fromXML(readFileSync(path, 'utf8'));
let done = 0;
const services = { count: () => { done += 1; } };
// what a user task is told becomes data of the process
const extensions = {
  output(activity) {
    if (activity.type !== 'bpmn:UserTask') return;
    activity.on('end', (api) => { activity.environment.output[activity.id] = api.content.output; });
  },
};

function save(execution) {
  writeFileSync(`${folder}/state.json`, JSON.stringify(execution.getState()));
}

async function start() {
  const engine = new Engine({ name: 'bench', moddleContext: parsed, services, extensions });
  return engine.execute({ listener: new EventEmitter() });
}

async function recover() {
  const engine = new Engine({ name: 'bench', services, extensions });
  engine.recover(JSON.parse(readFileSync(`${folder}/state.json`, 'utf8')), { services });
  return engine.resume({ listener: new EventEmitter() });
}

function waiting(execution) {
  return execution.getPostponed().filter((activity) => activity.type === 'bpmn:UserTask');
}

async function runOne() {
  done = 0;
  let execution = await start();
  save(execution);
  while (execution.state !== 'idle' && waiting(execution).length) {
    await execution.stop();
    execution = await recover();
    waiting(execution)[0].signal({ amount: 5 });
    done += 1;
    save(execution);
  }
  if (done !== Number(expected)) throw new Error(`${done} tasks done instead of ${expected}`);
  const ended = execution.getState().definitions.every((one) => one.execution.completed);
  if (!ended) throw new Error(`not completed: ${execution.getState().definitions.map((one) => JSON.stringify([one.status, one.execution.status]))}`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const began = process.hrtime.bigint();
  for (let number = 0; number < Number(line); number += 1) await runOne();
  console.log(Number(process.hrtime.bigint() - began) / 1e9);
}

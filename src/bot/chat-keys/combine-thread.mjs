// A thread does not inherit from its program how TypeScript is read.
import { parentPort, workerData } from 'node:worker_threads';
import { tsImport } from 'tsx/esm/api';

const { combine } = await tsImport('./combine.ts', import.meta.url);
parentPort.postMessage(await combine(workerData));

// A thread does not inherit from its program how TypeScript is read.
import { parentPort, workerData } from 'node:worker_threads';
import { tsImport } from 'tsx/esm/api';

const { paintSheet } = await tsImport('./sheet-worker.ts', import.meta.url);
parentPort.postMessage(await paintSheet(workerData));

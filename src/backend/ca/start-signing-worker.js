// A thread does not take the TypeScript loader over from `node --import tsx` (Node 20), so it asks for it itself.
import { register } from 'tsx/esm/api';

register();
await import('./signing-worker.ts');

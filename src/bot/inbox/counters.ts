/** What has happened since the start; only ever grows. */
export interface Counters {
  accepted: number;
  turns: number;
  turnRetries: number;
  setAside: number;
  lostRaces: number;
  sent: number;
  sendRepeats: number;
  refusals: number;
  blocked: number;
  pauses: number;
  takenOver: number;
}

export const createCounters = (): Counters => ({
  accepted: 0,
  turns: 0,
  turnRetries: 0,
  setAside: 0,
  lostRaces: 0,
  sent: 0,
  sendRepeats: 0,
  refusals: 0,
  blocked: 0,
  pauses: 0,
  takenOver: 0,
});

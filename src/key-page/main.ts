// The key page: makes a key pair in the applicant's own browser, and later the files for the server from key and certificate.
// The private key and its password never leave it; only `server.ts` speaks to anybody.
import { closestLanguage } from '../domain/language.ts';
import { show } from './dom.ts';
import { showFinish } from './finish.ts';
import { showMakeKey } from './make-key.ts';
import { showProblem } from './problem.ts';
import { createServer } from './server.ts';
import { createSay } from './words.ts';

async function start(): Promise<void> {
  const token = location.hash.slice(1);
  const guessed = createSay(speak(closestLanguage(navigator.language)));
  if (!/^[\w-]{43}$/.test(token)) return showProblem(guessed, 'link-missing');
  if (!window.isSecureContext) return showProblem(guessed, 'insecure');
  const server = createServer(token);
  const link = await server.readLink();
  if ('because' in link) return showProblem(guessed, link.because);
  const say = createSay(speak(link.value.language));
  document.title = say(link.value.purpose === 'finish' ? 'finish-title' : 'title');
  if (link.value.purpose === 'finish') return showFinish(link.value, server, say);
  return link.value.used ? showProblem(say, 'link-used') : showMakeKey(link.value, server, say);
}

function speak<Language extends string>(language: Language): Language {
  document.documentElement.lang = language;
  return language;
}

show();
addEventListener('hashchange', () => location.reload());
void start();

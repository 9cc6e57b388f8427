import { judge } from '../realtime/checks';
import { harmless } from '../ssh/harmless';
import type { Examined } from '../realtime/render/examined';
import type { Patient } from './patients';

/** Looks at all at once. One that does not answer is no matter to the others. */
export const examineAll = (patients: readonly Patient[], signal: AbortSignal): Promise<readonly Examined[]> =>
  Promise.all(patients.map((patient) => examine(patient, signal)));

async function examine({ name, host, intent, ...patient }: Patient, signal: AbortSignal): Promise<Examined> {
  const who = { name, ...(host !== undefined && { host }), ...(intent && { intent }) };
  try {
    const snapshot = await patient.look(signal);
    return { ...who, seen: { snapshot, results: judge(snapshot, intent) } };
  } catch (error) {
    const { name: kind, message } = error as Error;
    if (kind === 'Interrupted') throw error; // the user left a question
    return { ...who, problem: harmless(message) };
  }
}

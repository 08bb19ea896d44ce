import { portHolder, portIsFree } from '../processes/ports';
import { listenerPorts, type SupervisorSettings } from './settings';

/** Throws one sentence per port that is taken: which, by whom, and the variable to change. */
export async function checkPorts(settings: SupervisorSettings): Promise<void> {
  const problems: string[] = [];
  for (const { port, host, variable } of listenerPorts(settings)) {
    let free: boolean;
    try {
      free = await portIsFree(port, host);
    } catch (error) {
      problems.push(`Port ${port} on ${host} cannot be used (${(error as Error).message}); set ${variable} to another.`);
      continue;
    }
    if (free) continue;
    const holder = portHolder(port);
    problems.push(`Port ${port} is already in use, ${holder ? `probably by ${holder}` : 'by a process this user may not see'}. Stop that, or set ${variable} to another port.`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

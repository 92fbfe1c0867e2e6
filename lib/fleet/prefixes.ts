import type { Problem } from '../errors';
import type { Fleet } from './index';

/** A cluster that a fleet is asked about. */
interface Member {
  readonly name: string;
  readonly path: string;
}

/**
 * A problem as it is told of a fleet, if it is about how large the fleet makes the network of all its clusters; else as it is. The same
 * for each of them, it is told once.
 */
export function ofFleet(fleet: Fleet, { name, path }: Member, problem: Problem): Problem {
  const network = fleet.clusters.get(name)?.network;
  const small = problem.code === 'ADDRESSES' && problem.path === `${path}/addresses/network`;
  if (!small || network === undefined || problem.value !== network) return problem;
  const prefix = network.slice(network.indexOf('/'));
  const because = problem.because.replaceAll(`'${network}'`, `a ${prefix}`).replaceAll(network, `a ${prefix}`);
  return { ...problem, path: `${fleet.prefixesOf(name)}/network`, value: Number(prefix.slice(1)), because };
}

import type { MachineType } from '../../../lib/machine/catalogue';
import type { PoolRequest } from '../../../lib/spi';

export function request(asks: Partial<PoolRequest> = {}): PoolRequest {
  return {
    name: 'general',
    arch: 'amd64',
    gpu: 0,
    min: 1,
    max: 3,
    desired: 1,
    labels: {},
    taints: [],
    spot: false,
    zones: [],
    kubernetes: '1.36',
    ...asks,
  };
}

export function machine(has: Partial<MachineType> & { readonly type: string }): MachineType {
  return { arch: 'amd64', cpu: 2, memoryGiB: 8, gpu: 0, rank: 0, byNameOnly: false, notIn: [], ...has };
}

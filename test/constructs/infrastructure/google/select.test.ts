import type { GkeProps } from 'tenon/google';
import type { Machine, PoolDemand, PoolRequest, Refusal } from 'tenon/spi';
import { gke } from './planned';
import { request } from '../../../lib/machine/requests';

const select = (asks: Partial<PoolRequest>, demands: PoolDemand[] = [], props: Partial<GkeProps> = {}) =>
  gke(props).select(request(asks), demands) as Machine & Refusal;

const kvm: PoolDemand = { by: 'kata', because: 'a microVM is made by KVM', kvm: true };
const disks = (count: number): PoolDemand => ({ by: 'ceph', because: 'volumes are made of them', disks: count });

test('gives a pool the smallest machine, with Google’s image and limit of pods', () => {
  expect(select({ cpu: 4, memoryGiB: 16 })).toEqual({
    type: 'e2-standard-4',
    arch: 'amd64',
    cpu: 4,
    memoryGiB: 16,
    gpu: 0,
    kvm: false,
    maxPods: 110,
    image: 'COS_CONTAINERD',
    accepts: ['kubelet'],
  });
});

test('gives machines that persistent disks attach to, unless a region has no others', () => {
  for (const [cpu, memoryGiB] of [
    [2, 8],
    [4, 8],
    [8, 64],
    [48, 192],
  ] as const) {
    expect(select({ cpu, memoryGiB }).type).not.toMatch(/^(n4|c4)/);
  }
  expect(select({ cpu: 4, memoryGiB: 16 }, [], { region: 'asia-southeast3' }).type).toBe('n4-standard-4');
  expect(select({ cpu: 4, memoryGiB: 16, arch: 'arm64' }).type).toBe('c4a-standard-4');
  expect(select({ cpu: 4, memoryGiB: 16, arch: 'arm64' }, [], { region: 'europe-west4' }).type).toBe('t2a-standard-4');
});

test('gives GPUs by their model, and whole ones only', () => {
  expect(select({ gpu: 1 })).toMatchObject({ type: 'g2-standard-4', gpu: 1, details: { gpuModel: 'nvidia-l4' } });
  expect(select({ gpu: 8, machine: 'a3-highgpu-8g' }).details).toEqual({ gpuModel: 'nvidia-h100-80gb' });
  expect(select({ machine: 'g4-standard-6' }).because).toContain("no machine 'g4-standard-6'");
});

describe('nested virtualization', () => {
  test('is turned on where a plugin asks for /dev/kvm, on a series that has it', () => {
    const machine = select({ cpu: 4, memoryGiB: 16 }, [kvm]);
    expect(machine).toMatchObject({ type: 'n2-standard-4', kvm: true, details: { nestedVirtualization: true } });
    expect(select({ machine: 'c2-standard-4' }, [kvm]).kvm).toBe(true);
  });

  test.each(['e2-standard-4', 'n2d-standard-4', 't2d-standard-4', 'c3d-standard-4'])('is not had on %s', machine => {
    expect(select({ machine }, [kvm]).because).toContain('/dev/kvm');
  });

  test('is turned on and off for a pool by name', () => {
    const pools = { general: { nestedVirtualization: true } };
    expect(select({ cpu: 2 }, [], { pools })).toMatchObject({ kvm: true, details: { nestedVirtualization: true } });
    expect(select({ name: 'other', cpu: 2 }, [], { pools })).toMatchObject({ type: 'e2-highcpu-2', kvm: false });
    expect(select({ cpu: 2 }, [kvm], { nodes: { nestedVirtualization: false } }).fix).toBe(
      "drop nestedVirtualization: false, or remove 'kata'",
    );
  });

  test('is believed of machines that the user names and this release does not know', () => {
    const machines = [
      { type: 'n9-standard-4', arch: 'amd64', cpu: 4, memoryGiB: 16, nestedVirtualization: true },
    ] as const;
    expect(select({ machine: 'n9-standard-4' }, [kvm], { machines })).toMatchObject({ cpu: 4, kvm: true });
    expect(select({ cpu: 4, memoryGiB: 16 }, [], { machines }).type).toBe('e2-standard-4');
  });
});

describe('local SSDs', () => {
  test('are as many as the machine takes from what is asked for on', () => {
    expect(select({ cpu: 8, memoryGiB: 32 }, [disks(3)])).toMatchObject({
      type: 'n2-standard-8',
      details: { localSsds: 4 },
    });
    expect(select({ machine: 'n2-standard-48' }, [disks(1)]).details).toEqual({ localSsds: 8 });
    expect(select({ machine: 'c2-standard-60' }, [disks(1)]).details).toEqual({ localSsds: 8 });
    expect(select({ machine: 'n1-standard-4' }, [disks(3)]).details).toEqual({ localSsds: 3 });
  });

  test('are as many as the user says', () => {
    expect(select({ cpu: 8 }, [disks(1)], { nodes: { localSsds: 2 } }).details).toEqual({ localSsds: 2 });
    expect(select({ cpu: 8 }, [], { nodes: { localSsds: 0 } })).not.toHaveProperty('details');
    expect(select({ cpu: 8 }, [disks(2)], { nodes: { localSsds: 1 } }).because).toContain("'localSsds' says 1");
  });

  test('are refused on machines that take none, or none so many', () => {
    expect(select({ machine: 'e2-standard-8' }, [disks(1)]).because).toBe(
      "pool 'general' needs a raw disk on each machine, and 'e2-standard-8' takes no local SSDs",
    );
    expect(select({ machine: 'c2-standard-4' }, [disks(9)]).fix).toContain(
      'name a machine of a series that takes them',
    );
    expect(select({ cpu: 4, arch: 'arm64' }, [disks(1)]).because).toContain('nor does any other that answers it');
  });
});

test('has the image that the pool, or all pools, are given', () => {
  const props: Partial<GkeProps> = {
    nodes: { image: 'UBUNTU_CONTAINERD' },
    pools: { cos: { image: 'COS_CONTAINERD' } },
  };
  expect(select({ cpu: 2 }, [], props).image).toBe('UBUNTU_CONTAINERD');
  expect(select({ name: 'cos', cpu: 2 }, [], props).image).toBe('COS_CONTAINERD');
  const open = { ...props, pools: { general: { image: undefined } } } as Partial<GkeProps>;
  expect(select({ cpu: 2 }, [], open).image).toBe('UBUNTU_CONTAINERD');
});

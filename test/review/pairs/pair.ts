import { App } from 'cdktf';
import { Cluster, type ClusterProps } from 'tenon';
import { Eks, type EksProps } from 'tenon/aws';

/** Writes something into an app. */
export type Program = (app: App) => void;

/** Two programs, one as it was and one as it will be. */
export interface Pair {
  /** The name of its golden files. */
  readonly name: string;
  readonly base: Program;
  readonly head: Program;
}

/** A cluster with one pool on AWS, with what is given on top of it. */
export function shop(props: Partial<ClusterProps> = {}): Program {
  return app => {
    new Cluster(app, 'shop', { kubernetes: '1.36', infrastructure: eks(), pools: [pool()], ...props });
  };
}

export function eks(props: Partial<EksProps> = {}): Eks {
  return new Eks({ region: 'eu-central-1', zones: 2, publicAccess: ['203.0.113.0/24'], ...props });
}

type PoolProps = ClusterProps['pools'][number];

export function pool(props: Partial<PoolProps> = {}): PoolProps {
  return { name: 'general', machine: 'm7i.large', min: 2, max: 6, ...props };
}

/** Synthesizes a program into a folder. */
export function synthesize(program: Program, folder: string): void {
  const app = new App({ outdir: folder });
  program(app);
  app.synth();
}

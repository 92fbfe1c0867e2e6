import { appliesOnAws } from './apply-on-aws';

// A file of its own: most of it is waiting, while others run.
appliesOnAws('apps/existing-network.ts');

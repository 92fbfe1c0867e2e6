/**
 * Container runtimes.
 *
 * @packageDocumentation
 */
export { Containerd, type ContainerdProps } from './containerd';

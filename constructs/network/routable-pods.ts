export { routablePodPorts } from '../../lib/routable-pods';

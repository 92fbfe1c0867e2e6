import { Eks } from 'tenon/aws';
import { Gke } from 'tenon/google';
import { AwsVpcCni, Calico, Cilium } from 'tenon/network';
import { planOf, type PlanOf } from 'tenon/testing';

const publicAccess = ['203.0.113.0/24'];
const eks = new Eks({ region: 'eu-central-1', publicAccess });
const legacy = new Gke({ project: 'acme-platform', region: 'europe-west3', publicAccess, datapath: 'legacy' });

const said = (spec: PlanOf) => planOf(spec).problems.map(({ code, fix }) => `${code} ${fix}`);

const beside = "CONFLICT keep one of them, or, beside 'aws-vpc-cni', set policyOnly: true of 'calico'";

test.each([[[new AwsVpcCni(), new Calico()]], [[new Calico(), new AwsVpcCni()]]])(
  'of two networks, says how both may stay',
  network => {
    expect(said({ infrastructure: eks, network })).toEqual([beside]);
  },
);

test('of two that enforce policies, says which to let', () => {
  const network = [new AwsVpcCni({ networkPolicy: true }), new Calico({ policyOnly: true })];
  const fix = "drop networkPolicy of 'aws-vpc-cni', or keep one of them";
  expect(said({ infrastructure: eks, network })).toEqual([`CONFLICT ${fix}`]);
  expect(said({ infrastructure: eks, network: [new AwsVpcCni(), new Calico({ policyOnly: true })] })).toEqual([]);
});

test('of machines without further interfaces, says it once', () => {
  expect(said({ infrastructure: legacy, network: new Cilium({ ipam: 'eni' }) })).toEqual(["EKS-11 drop 'ipam'"]);
});

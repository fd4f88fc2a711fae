/**
 * Where Rekognition's `DetectLabels` is offered.
 *
 * Source: `botocore/data/endpoints.json` of botocore 1.43.106, the partitions `aws` and `aws-us-gov`; the same are listed
 * in https://docs.aws.amazon.com/general/latest/gr/rekognition.html.
 */
export const REKOGNITION_REGIONS: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-5",
  "ap-southeast-7",
  "ca-central-1",
  "eu-central-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "il-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];

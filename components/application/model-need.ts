/**
 * What must be reached to call Bedrock's models, as the reachability tag spells it. In a Region other than the stack's no endpoint of the VPC
 * can serve it.
 */
export function modelNeed(region: string, bedrockRegion: string): string {
    return bedrockRegion === region ? "service:bedrock-runtime" : `internet:bedrock-runtime.${bedrockRegion}.amazonaws.com:443`;
}

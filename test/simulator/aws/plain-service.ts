/** Resource types that accept everything, to see what the provider itself does around them. */
import type { ResourceType, Service } from "../../../simulator/aws/resource-type";

/**
 * @param token of a type that there are facts about
 * @param behaviour what it does beyond giving an id of the form `<name>-1`
 */
export function plainType(token: string, behaviour: Partial<Omit<ResourceType, "token">> = {}): ResourceType {
    return { token, create: ({ name }) => ({ id: `${name}-1`, computed: {} }), ...behaviour };
}

export function plainService(...resourceTypes: readonly ResourceType[]): readonly Service[] {
    return [{ name: "plain", resourceTypes }];
}

import { strict as assert } from "node:assert";
import { Catalogue } from "../../../simulator/aws/catalogue";
import { plainService, plainType } from "./plain-service";

const VPC = "aws:ec2/vpc:Vpc";
const REGION = "aws:index/getRegion:getRegion";

describe("Catalogue", () => {
    const catalogue = new Catalogue([
        {
            name: "EC2",
            resourceTypes: [plainType(VPC), plainType("aws:ec2/eip:Eip")],
            dataSources: [{ token: REGION, answer: () => ({}) }],
        },
    ]);

    it("lists what is modelled, and knows all or nothing of a type", () => {
        assert.deepEqual([catalogue.resourceTypes, catalogue.dataSources], [["aws:ec2/eip:Eip", VPC], [REGION]]);
        assert.equal(catalogue.knowledgeOf(VPC), "full");
        assert.equal(catalogue.knowledgeOf(REGION), "full");
        assert.equal(catalogue.knowledgeOf("aws:ec2/subnet:Subnet"), "none");
    });

    it("knows nothing without services", () => {
        assert.throws(() => new Catalogue([]).resourceType(VPC), {
            message: `${VPC} is a resource type that the simulated AWS does not know, so it refuses it instead of pretending.`,
        });
    });

    it("takes no type without facts, and none twice", () => {
        assert.throws(() => new Catalogue(plainService(plainType("aws:ec2/nothing:Nothing"))), {
            message: "plain: there are no facts about aws:ec2/nothing:Nothing; add them to facts/ before modelling it",
        });
        assert.throws(() => new Catalogue(plainService(plainType(VPC), plainType(VPC))), { message: `plain: ${VPC} is modelled twice` });
        const source = { token: REGION, answer: () => ({}) };
        assert.throws(() => new Catalogue([{ name: "plain", resourceTypes: [], dataSources: [source, source] }]), {
            message: `plain: ${REGION} is modelled twice`,
        });
        assert.throws(() => new Catalogue([{ name: "plain", resourceTypes: [], dataSources: [{ ...source, token: VPC }] }]), {
            message: `plain: there are no facts about ${VPC}; add them to facts/ before modelling it`,
        });
    });
});

/** Names of pets: adverbs, an adjective and an animal. The words are ours; the real provider's lists are longer. */
import { randomInt } from "node:crypto";

const ADVERBS =
    "boldly brightly calmly clearly closely daily deeply duly easily evenly fairly fondly freely gently gladly globally greatly highly " +
    "honestly jointly kindly largely lightly likely locally loudly mainly mostly nearly neatly newly nicely openly partly plainly " +
    "poorly promptly purely quickly quietly rarely readily really safely simply slowly smoothly softly solely strongly surely sweetly " +
    "swiftly truly usually vastly warmly weekly wholly wildly wisely yearly";

const ADJECTIVES =
    "able active agile amber ample apt astute awake brave brief bright calm careful charming cheerful civil clean clever composed cosmic " +
    "cosy crisp curious daring dear deep direct eager early elegant fair famous fast fine firm fluent fond frank fresh gentle glad golden " +
    "good grand great happy hardy honest humble ideal jolly keen kind large lively loyal lucid lucky mellow merry mighty modest neat new " +
    "nice noble patient polite proud quick quiet rapid ready rich robust round safe sharp silent smart smooth solid steady stirring " +
    "strong subtle sunny swift tender tidy tough true upright valid vast vivid warm willing wise witty worthy";

const ANIMALS =
    "ant badger bat bear beaver bee bison bobcat buck camel cat cheetah clam cod colt condor coral cougar cow crab crane cricket crow deer " +
    "dodo dog dolphin donkey dory dove duck eagle eel egret elk emu falcon fawn finch fish fly fox frog gecko gibbon gnu goat goose grouse " +
    "gull hare hawk hen heron hog horse hound ibex iguana imp jackal jay kid kiwi koala krill lamb lark lemur lion lizard llama lobster " +
    "loon lynx mackerel mako mole moose moth mouse mule newt orca osprey ostrich otter owl ox oyster panda parrot pigeon pika pony " +
    "puma quail rabbit ram raven ray robin rodent seal shark sheep shrew skunk sloth snail snake sole spider squid stag stork swan tapir " +
    "tiger toad trout tuna turkey turtle viper walrus weasel whale wolf wombat worm wren yak zebra";

/**
 * @param words how many; 1 gives an animal, 2 an adjective and an animal, more put adverbs before them
 * @param separator between the words
 * @example petName(3, "-") // "quietly-modest-otter"
 */
export function petName(words: number, separator: string): string {
    const adverbs = Array.from({ length: Math.max(0, words - 2) }, () => anyOf(ADVERBS));
    return [...adverbs, ...(words > 1 ? [anyOf(ADJECTIVES)] : []), anyOf(ANIMALS)].join(separator);
}

function anyOf(words: string): string {
    const list = words.split(" ");
    return list[randomInt(list.length)] ?? "";
}

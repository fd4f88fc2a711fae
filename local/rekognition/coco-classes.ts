/**
 * What the model's 80 class numbers mean, and where each class stands among Rekognition's labels.
 *
 * The model is trained on COCO: the order is that of `@vladmandic/human`'s `src/object/labels.ts`. Names, parents,
 * aliases and categories are Rekognition's own where its developer guide or published answers of it show them ("Mobile
 * Phone", alias "Cell Phone"; Cat under Animal, Mammal and Pet), and in its manner for the rest.
 *
 * @see https://docs.aws.amazon.com/rekognition/latest/dg/labels.html
 */

/** One label of the taxonomy. */
export interface TaxonomyEntry {
  /** One of Rekognition's label categories. */
  readonly category: string;
  /** The labels right above this one; their own parents are its ancestors too. */
  readonly parents: readonly string[];
  readonly aliases: readonly string[];
}

function kind(category: string, parents: readonly string[] = [], aliases: readonly string[] = []): TaxonomyEntry {
  return { category, parents, aliases };
}

const ANIMALS = "Animals and Pets";
const APPAREL = "Apparel and Accessories";
const APPLIANCES = "Home Appliances";
const EVERYDAY = "Everyday Objects";
const FOOD = "Food and Beverage";
const FURNITURE = "Furniture and Furnishings";
const INDOORS = "Home and Indoors";
const KITCHEN = "Kitchen and Dining";
const LOGISTICS = "Transport and Logistics";
const SPORTS = "Sports";
const TECHNOLOGY = "Technology and Computing";
const TOYS = "Toys and Gaming";
const VEHICLES = "Vehicles and Automotive";

/** The classes by the model's number, 0 to 79. Each is a label of its own. */
const CLASSES: ReadonlyArray<readonly [name: string, entry: TaxonomyEntry]> = [
  ["Person", kind("Person Description", [], ["Human"])],
  ["Bicycle", kind(VEHICLES, ["Vehicle"], ["Bike"])],
  ["Car", kind(VEHICLES, ["Vehicle"], ["Automobile"])],
  ["Motorcycle", kind(VEHICLES, ["Vehicle"])],
  ["Airplane", kind(VEHICLES, ["Aircraft"])],
  ["Bus", kind(VEHICLES, ["Vehicle"])],
  ["Train", kind(VEHICLES, ["Vehicle"])],
  ["Truck", kind(VEHICLES, ["Vehicle"])],
  ["Boat", kind(VEHICLES, ["Vehicle"])],
  ["Traffic Light", kind(LOGISTICS, ["Light"])],
  ["Fire Hydrant", kind("Public Safety", ["Hydrant"])],
  ["Stop Sign", kind(LOGISTICS, ["Road Sign"])],
  ["Parking Meter", kind(LOGISTICS)],
  ["Bench", kind(FURNITURE, ["Furniture"])],
  ["Bird", kind(ANIMALS, ["Animal"])],
  ["Cat", kind(ANIMALS, ["Mammal", "Pet"])],
  ["Dog", kind(ANIMALS, ["Canine", "Pet"])],
  ["Horse", kind(ANIMALS, ["Mammal"])],
  ["Sheep", kind(ANIMALS, ["Livestock"])],
  ["Cow", kind(ANIMALS, ["Livestock"])],
  ["Elephant", kind(ANIMALS, ["Wildlife"])],
  ["Bear", kind(ANIMALS, ["Wildlife"])],
  ["Zebra", kind(ANIMALS, ["Wildlife"])],
  ["Giraffe", kind(ANIMALS, ["Wildlife"])],
  ["Backpack", kind(APPAREL, ["Bag"])],
  ["Umbrella", kind(EVERYDAY, ["Canopy"])],
  ["Handbag", kind(APPAREL, ["Accessories", "Bag"], ["Purse"])],
  ["Tie", kind(APPAREL, ["Accessories", "Formal Wear"], ["Necktie"])],
  ["Suitcase", kind("Travel and Adventure", ["Baggage"])],
  ["Frisbee", kind(TOYS, ["Toy"])],
  ["Skis", kind(SPORTS, ["Sporting Goods"])],
  ["Snowboard", kind(SPORTS, ["Sporting Goods"])],
  ["Sports Ball", kind(SPORTS, ["Ball"])],
  ["Kite", kind(TOYS, ["Toy"])],
  ["Baseball Bat", kind(SPORTS, ["Sporting Goods"])],
  ["Baseball Glove", kind(SPORTS, ["Sporting Goods"])],
  ["Skateboard", kind(SPORTS, ["Sporting Goods"])],
  ["Surfboard", kind(SPORTS, ["Sporting Goods"])],
  ["Tennis Racket", kind(SPORTS, ["Racket"])],
  ["Bottle", kind(EVERYDAY)],
  ["Wine Glass", kind(KITCHEN, ["Glass"])],
  ["Cup", kind(KITCHEN)],
  ["Fork", kind(KITCHEN, ["Cutlery"])],
  ["Knife", kind(KITCHEN, ["Cutlery"])],
  ["Spoon", kind(KITCHEN, ["Cutlery"])],
  ["Bowl", kind(KITCHEN)],
  ["Banana", kind(FOOD, ["Fruit"])],
  ["Apple", kind(FOOD, ["Fruit"])],
  ["Sandwich", kind(FOOD, ["Food"])],
  ["Orange", kind(FOOD, ["Fruit"])],
  ["Broccoli", kind(FOOD, ["Vegetable"])],
  ["Carrot", kind(FOOD, ["Vegetable"])],
  ["Hot Dog", kind(FOOD, ["Food"])],
  ["Pizza", kind(FOOD, ["Food"])],
  ["Donut", kind(FOOD, ["Dessert"], ["Doughnut"])],
  ["Cake", kind(FOOD, ["Dessert"])],
  ["Chair", kind(FURNITURE, ["Furniture"])],
  ["Couch", kind(FURNITURE, ["Furniture"], ["Sofa"])],
  ["Potted Plant", kind("Plants and Flowers", ["Plant"])],
  ["Bed", kind(FURNITURE, ["Furniture"])],
  ["Dining Table", kind(FURNITURE, ["Table"])],
  ["Toilet", kind(INDOORS)],
  ["TV", kind(TECHNOLOGY, ["Electronics"], ["Television"])],
  ["Laptop", kind(TECHNOLOGY, ["Computer"])],
  ["Mouse", kind(TECHNOLOGY, ["Computer Hardware"], ["Computer Mouse"])],
  ["Remote Control", kind(TECHNOLOGY, ["Electronics"])],
  ["Computer Keyboard", kind(TECHNOLOGY, ["Computer Hardware"], ["Keyboard"])],
  ["Mobile Phone", kind(TECHNOLOGY, ["Phone"], ["Cell Phone"])],
  ["Microwave", kind(APPLIANCES, ["Appliance"])],
  ["Oven", kind(APPLIANCES, ["Appliance"])],
  ["Toaster", kind(APPLIANCES, ["Appliance"])],
  ["Sink", kind(INDOORS)],
  ["Refrigerator", kind(APPLIANCES, ["Appliance"], ["Fridge"])],
  ["Book", kind("Text and Documents", ["Publication"])],
  ["Clock", kind(EVERYDAY)],
  ["Vase", kind(INDOORS, ["Pottery"])],
  ["Scissors", kind("Tools and Machinery")],
  ["Teddy Bear", kind(TOYS, ["Toy"])],
  ["Hair Dryer", kind(APPLIANCES, ["Appliance"])],
  ["Toothbrush", kind("Beauty and Personal Care", ["Brush"])],
];

/** The labels above the classes. */
const GROUPS: ReadonlyArray<readonly [name: string, entry: TaxonomyEntry]> = [
  ["Accessories", kind(APPAREL)],
  ["Aircraft", kind(VEHICLES, ["Vehicle"])],
  ["Animal", kind(ANIMALS)],
  ["Appliance", kind(APPLIANCES)],
  ["Bag", kind(APPAREL)],
  ["Baggage", kind("Travel and Adventure")],
  ["Ball", kind(SPORTS, ["Sporting Goods"])],
  ["Brush", kind("Tools and Machinery")],
  ["Canine", kind(ANIMALS, ["Mammal"])],
  ["Canopy", kind(EVERYDAY)],
  ["Computer", kind(TECHNOLOGY, ["Electronics"])],
  ["Computer Hardware", kind(TECHNOLOGY, ["Electronics"])],
  ["Cutlery", kind(KITCHEN)],
  ["Dessert", kind(FOOD, ["Food"])],
  ["Electronics", kind(TECHNOLOGY)],
  ["Food", kind(FOOD)],
  ["Formal Wear", kind(APPAREL)],
  ["Fruit", kind(FOOD, ["Food"])],
  ["Furniture", kind(FURNITURE)],
  ["Glass", kind(KITCHEN)],
  ["Hydrant", kind("Public Safety")],
  ["Light", kind(EVERYDAY)],
  ["Livestock", kind(ANIMALS, ["Mammal"])],
  ["Mammal", kind(ANIMALS, ["Animal"])],
  ["Pet", kind(ANIMALS, ["Animal"])],
  ["Phone", kind(TECHNOLOGY, ["Electronics"])],
  ["Plant", kind("Plants and Flowers")],
  ["Pottery", kind(INDOORS)],
  ["Publication", kind("Text and Documents")],
  ["Racket", kind(SPORTS, ["Sporting Goods"])],
  ["Road Sign", kind(LOGISTICS, ["Sign"])],
  ["Sign", kind("Symbols and Flags")],
  ["Sporting Goods", kind(SPORTS)],
  ["Table", kind(FURNITURE, ["Furniture"])],
  ["Toy", kind(TOYS)],
  ["Transportation", kind(VEHICLES)],
  ["Vegetable", kind(FOOD, ["Food"])],
  ["Vehicle", kind(VEHICLES, ["Transportation"])],
  ["Wildlife", kind(ANIMALS, ["Mammal"])],
];

/** The label names of the model's classes, by class number. */
export const COCO_CLASS_NAMES: readonly string[] = CLASSES.map(([name]) => name);

/** Every label that the stand-in can give, by name. */
export const TAXONOMY: ReadonlyMap<string, TaxonomyEntry> = new Map([...CLASSES, ...GROUPS]);

/** All labels above `name`, near and far, in alphabetical order, as the service lists them. */
export function ancestors(name: string): string[] {
  const found = new Set<string>();
  const visit = (label: string): void => {
    for (const parent of TAXONOMY.get(label)?.parents ?? []) {
      found.add(parent);
      visit(parent);
    }
  };
  visit(name);
  return [...found].sort();
}

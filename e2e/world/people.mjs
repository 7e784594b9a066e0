// Who acts in the stories, on which device. All invented; the demo region has them.
export const NURSE = "sato-misaki";
export const DOCTOR = "kawamura-makoto";
export const MANAGER = "tanaka-keiko";

export const PEOPLE = {
  [NURSE]: { name: "佐藤 美咲", label: "佐藤のスマートフォン" },
  [DOCTOR]: { name: "川村 誠", label: "診察室のパソコン" },
  [MANAGER]: { name: "田中 恵子", label: "田中のパソコン" },
};

export const PASSWORDS = {
  [NURSE]: "麦わら帽子 かもめ 灯台",
  [DOCTOR]: "水たまり 万年筆 夕凪",
  [MANAGER]: "七輪 落ち葉 かざぐるま",
};

export const PATIENT = "山口 ハナ";

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

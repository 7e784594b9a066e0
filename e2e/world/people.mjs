// Who acts in the stories, on which device. All invented; the demo region has them.
export const NURSE = "sato-misaki";
export const DOCTOR = "kawamura-makoto";
export const MANAGER = "tanaka-keiko";
/** Manages the visiting nurses' station. */
export const HEAD_NURSE = "ishida-hiroko";
/** Of はまかぜ薬局. */
export const PHARMACIST = "kobayashi-kenta";
/** Of the region's desk. */
export const CLERK = "ishii";
/** The second person of the desk. */
export const SECOND_CLERK = "kubo";
/** Audits the region from outside. */
export const AUDITOR = "ono";

export const PEOPLE = {
  [NURSE]: { name: "佐藤 美咲", label: "佐藤のスマートフォン" },
  [DOCTOR]: { name: "川村 誠", label: "診察室のパソコン" },
  [MANAGER]: { name: "田中 恵子", label: "田中のパソコン" },
  [HEAD_NURSE]: { name: "石田 裕子", label: "ステーションのパソコン" },
  [PHARMACIST]: { name: "小林 健太", label: "薬局のパソコン" },
  [CLERK]: { name: "石井 洋子", label: "事務局のパソコン" },
  [SECOND_CLERK]: { name: "久保 直樹", label: "事務局のもう1台" },
  [AUDITOR]: { name: "大野 理恵", label: "監査人のパソコン" },
};

export const PASSWORDS = {
  [NURSE]: "麦わら帽子 かもめ 灯台",
  [DOCTOR]: "水たまり 万年筆 夕凪",
  [MANAGER]: "七輪 落ち葉 かざぐるま",
  [HEAD_NURSE]: "回覧板 すだち 渡り鳥",
  [PHARMACIST]: "金平糖 ひばり 石畳",
  [CLERK]: "万華鏡 つばめ 稲光",
  [SECOND_CLERK]: "しおり 山椒 夜行列車",
  [AUDITOR]: "方位磁石 さざ波 梅干し",
};

export const PATIENT = "山口 ハナ";

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

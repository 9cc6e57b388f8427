{
  condition =
    lib.mkIf
      (
        config.services.pipewire.enable
        && config.services.pipewire.jack.enable
        && !config.services.pulseaudio.enable
      )
      {
        a = 1;
      };
  chain =
    config.services.pipewire.enable
    || (config.services.jack.jackd.enable && config.security.rtkit.enable)
    || config.hardware.alsa.enable;
  text = "a very long text that goes on and on, because somebody had a lot to say about it, and morea very long text that goes on and on, because somebody had a lot to say about it, and more";
  default = lib.mkDefault "a very long text that goes on and on, because somebody had a lot to say about it, and morea very long text that goes on and on, because somebody had a lot to say about it, and more";
  five.keys.make.it.move =
    "a very long text that goes on and on, because somebody had a lot to say about it, and morea very long text that goes on and on, because somebody had a lot to say about it, and more";
  quoted."10-studio" =
    "a very long text that goes on and on, because somebody had a lot to say about it, and morea very long text that goes on and on, because somebody had a lot to say about it, and more";
  a-long-key-with-one-element-that-does-not-fit-beside-it = [
    "a very long text that goes on and on, because somebody had a lot to say about it, and more word"
  ];
  choice.when.it.is.long =
    if config.services.pipewire.extraConfig.pipewire then
      config.services.pipewire.jack
    else
      config.services.pulseaudio;
  choice.when.the.condition.is.long =
    if
      config.services.pipewire.enable
      && config.services.pipewire.jack.enable
      && !config.services.pulseaudio.enable
    then
      1
    else
      2;
  call =
    lib ./x.nix (x && cfg)
      {
        a = 1;
      }
      {
        b = 2;
      };
  middle = lib {
    a = 1;
  } x;
  parens =
    lib.optionals (config.services.pipewire.extraConfig.isSet "context.properties" "and-another")
      (x ++ cfg);
  script = ''
    first
      nested

    last ''${kept} '''quoted''' ${pkgs.hello}
  '';
  list = [
    (-1)
    1.5
    ./x.nix
    (pkgs.calf.override {
      jackSupport = true;
    })
    (final: prev: {
      e = 1;
    })
    (
      config.services.pipewire.enable
      && config.services.pipewire.jack.enable
      && !config.services.pulseaudio.enable
    )
    {
      a = "@audio";
    }
    (
      let
        a = 1;
      in
      a
    )
  ];
  local =
    let
      a = 1;
    in
    a + 1;
  fallback =
    config.services.pipewire.extraConfig."10-studio"."context.properties"."default.clock.rate"
      or config.a.b;
  inherit (lib) x y;
  inherit
    m
    n
    o
    p
    ;
  inherit (lib)
    q
    r
    s
    t
    ;
}
